package login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.twilio.http.TwilioRestClient;
import org.junit.jupiter.api.Test;

/** The client is pointed at the emulator. */
class OneLineTest extends LoginTest {
  @Override
  TwilioRestClient connect() {
    return Emulator.connect();
  }

  @Test
  void withoutTwilioNobodyLogsIn() throws Exception {
    TwilioRestClient nowhere = Emulator.connect("http://127.0.0.1:1");
    try (Login other = new Login(nowhere, SERVICE_SID, 0)) {
      assertEquals(502, new Browser(other.address()).logIn(PHONE));
    }
  }
}
