package login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.twilio.http.TwilioRestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People log in. A subclass says which client the site has. */
abstract class LoginTest {
  static final String PHONE = "+15017122661";
  static final String SERVICE_SID = System.getenv("TWILIO_VERIFY_SERVICE_SID");

  abstract TwilioRestClient connect();

  private Login site;
  private Browser browser;

  @BeforeEach
  void openSite() throws Exception {
    Emulator.reset();
    site = new Login(connect(), SERVICE_SID, 0);
    browser = new Browser(site.address());
  }

  @AfterEach
  void closeSite() {
    site.close();
  }

  @Test
  void rightCodeLogsIn() throws Exception {
    browser.expectLoggedOut();
    assertEquals(202, browser.logIn(PHONE));
    assertEquals(204, browser.check(PHONE, Emulator.readCode(PHONE)));
    browser.expectLoggedIn(PHONE);
  }

  @Test
  void wrongCodeDoesNotLogInAndMayBeCorrected() throws Exception {
    assertEquals(202, browser.logIn(PHONE));
    String code = Emulator.readCode(PHONE);
    assertEquals(401, browser.check(PHONE, mistype(code)));
    browser.expectLoggedOut();
    assertEquals(204, browser.check(PHONE, code));
    browser.expectLoggedIn(PHONE);
  }

  @Test
  void afterTenMinutesTheCodeIsNoGood() throws Exception {
    assertEquals(202, browser.logIn(PHONE));
    String code = Emulator.readCode(PHONE);
    Emulator.letPass("10m1s");
    assertEquals(410, browser.check(PHONE, code));
    browser.expectLoggedOut();
  }

  @Test
  void fiveWrongCodesBlockTheRightOne() throws Exception {
    assertEquals(202, browser.logIn(PHONE));
    String code = Emulator.readCode(PHONE);
    for (int attempt = 0; attempt < 5; attempt++) {
      assertEquals(401, browser.check(PHONE, mistype(code)));
    }
    assertEquals(429, browser.check(PHONE, code));
    browser.expectLoggedOut();
  }

  @Test
  void codeWorksOnce() throws Exception {
    assertEquals(202, browser.logIn(PHONE));
    String code = Emulator.readCode(PHONE);
    assertEquals(204, browser.check(PHONE, code));
    assertEquals(410, browser.check(PHONE, code));
  }

  @Test
  void onlyPhoneNumbersGetCodes() throws Exception {
    assertEquals(400, browser.logIn("Emma"));
    assertEquals(400, browser.logIn(""));
  }

  /** Another code, of the same length. */
  private static String mistype(String code) {
    return (code.charAt(0) - '0' + 1) % 10 + code.substring(1);
  }
}
