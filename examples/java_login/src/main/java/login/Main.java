package login;

import com.twilio.http.TwilioRestClient;
import java.io.IOException;

/** Serves a login by phone number, with Twilio Verify behind it. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    Login login = new Login(connect(), System.getenv("TWILIO_VERIFY_SERVICE_SID"), port);
    System.out.println("Java login ready on " + login.address());
  }

  /** A client for the account in TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN. */
  static TwilioRestClient connect() {
    String accountSid = System.getenv("TWILIO_ACCOUNT_SID");
    return new TwilioRestClient.Builder(accountSid, System.getenv("TWILIO_AUTH_TOKEN")).build();
  }
}
