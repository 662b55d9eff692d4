package login;

import com.twilio.http.TwilioRestClient;

/** The client is the one of production, which knows nothing of the emulator: `exec` leads it there. */
class ZeroChangeTest extends LoginTest {
  @Override
  TwilioRestClient connect() {
    return Main.connect();
  }
}
