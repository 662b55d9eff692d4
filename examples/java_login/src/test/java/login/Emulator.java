package login;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What a test can do besides: point a client here, read codes, let time pass, forget everything. */
final class Emulator {
  private static final String URL = variable("VERIFY_EMULATOR_URL");
  private static final String ACCOUNT_SID = variable("TWILIO_ACCOUNT_SID");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Emulator() {}

  /** A safeguard, too: with nothing but an account in the environment the site would talk to Twilio. */
  private static String variable(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(
          name + " is not set; put this before the command: verify-emulator exec --");
    }
    return value;
  }

  /** Main.connect, with the client pointed here. */
  static TwilioRestClient connect() {
    return connect(URL);
  }

  static TwilioRestClient connect(String address) {
    return new TwilioRestClient.Builder(ACCOUNT_SID, System.getenv("TWILIO_AUTH_TOKEN"))
        .httpClient(new Pointed(address))
        .build();
  }

  /** Twilio's HTTP client with another address. */
  private static final class Pointed extends NetworkHttpClient {
    private final String address;

    Pointed(String address) {
      this.address = address;
    }

    @Override
    public Response makeRequest(Request request) {
      String url = request.getUrl().replaceFirst("^https://verify\\.twilio\\.com", address);
      Request pointed = new Request(request.getMethod(), url);
      pointed.setAuth(request.getUsername(), request.getPassword());
      pointed.setContentType(request.getContentType());
      pointed.setBody(request.getBody());
      pointed.getQueryParams().putAll(request.getQueryParams());
      pointed.getPostParams().putAll(request.getPostParams());
      pointed.getHeaderParams().putAll(request.getHeaderParams());
      return super.makeRequest(pointed);
    }
  }

  /** The newest code sent to a number. */
  static String readCode(String to) throws IOException, InterruptedException {
    return call("GET", "/code?to=" + encode(to), "");
  }

  /** Put the account's clock forward: "10m1s" is ten minutes and a second. */
  static void letPass(String duration) throws IOException, InterruptedException {
    call("POST", "/clock?", "advance=" + encode(duration));
  }

  /** Forget all of the account; its clock is right again. */
  static void reset() throws IOException, InterruptedException {
    call("POST", "/reset?", "");
  }

  private static String call(String method, String path, String form)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(URL + "/_emulator" + path + "&account_sid=" + ACCOUNT_SID))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, HttpRequest.BodyPublishers.ofString(form))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
