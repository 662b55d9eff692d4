package login;

import com.sun.net.httpserver.HttpExchange;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Who is logged in: phone numbers by the value of a cookie. Kept until the program ends. */
final class Sessions {
  private static final String NAME = "session=";

  private final Map<String, String> phones = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();

  /** Log somebody in. The cookie is for the browser. */
  String begin(String phone) {
    byte[] token = new byte[32];
    random.nextBytes(token);
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    phones.put(value, phone);
    return NAME + value + "; Path=/; HttpOnly; SameSite=Lax";
  }

  /** The number of whoever sends a request, if they are logged in. */
  Optional<String> phone(HttpExchange exchange) {
    return exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
        .flatMap(header -> Stream.of(header.split("; ")))
        .filter(cookie -> cookie.startsWith(NAME))
        .map(cookie -> phones.get(cookie.substring(NAME.length())))
        .findFirst();
  }
}
