package login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Sends what people type, and keeps the site's cookies. */
final class Browser {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String site;
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  Browser(String site) {
    this.site = site;
  }

  /** Ask for a code. */
  int logIn(String phone) throws IOException, InterruptedException {
    return post("/login", Map.of("phone", phone));
  }

  /** Type it. */
  int check(String phone, String code) throws IOException, InterruptedException {
    return post("/login/check", Map.of("phone", phone, "code", code));
  }

  void expectLoggedIn(String phone) throws IOException, InterruptedException {
    HttpResponse<String> me = me();
    assertEquals(200, me.statusCode());
    assertEquals(phone, me.body());
  }

  void expectLoggedOut() throws IOException, InterruptedException {
    assertEquals(401, me().statusCode());
  }

  private HttpResponse<String> me() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(site + "/me")));
  }

  private int post(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    var body = HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(fields));
    return send(HttpRequest.newBuilder(URI.create(site + path)).POST(body)).statusCode();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
