package login;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.twilio.exception.ApiException;
import com.twilio.exception.TwilioException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.verify.v2.service.Verification;
import com.twilio.rest.verify.v2.service.VerificationCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The site: whoever types the code that went to a phone is logged in with its number. */
final class Login implements AutoCloseable {
  /** What people get to read when Twilio refuses, by the code of its error. */
  private static final Map<Integer, Answer> REFUSALS =
      Map.of(
          20001, new Answer(400, "the phone number or the code is missing"),
          20404, new Answer(410, "this code is no longer good: ask for a new one"),
          60200, new Answer(400, "this is no phone number, or no code"),
          60202, new Answer(429, "too many wrong codes: try again in ten minutes"),
          60203, new Answer(429, "too many codes were sent: try again in ten minutes"));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_BODY = 1024;

  private final TwilioRestClient twilio;
  private final String serviceSid;
  private final Sessions sessions = new Sessions();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  Login(TwilioRestClient twilio, String serviceSid, int port) throws IOException {
    this.twilio = twilio;
    this.serviceSid = serviceSid;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private record Answer(int status, String text) {}

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = reply(exchange);
      byte[] body = answer.text.getBytes();
      exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer reply(HttpExchange exchange) throws IOException {
    try {
      return switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
        case "POST /login" -> start(read(exchange));
        case "POST /login/check" -> check(read(exchange), exchange);
        case "GET /me" -> me(exchange);
        default -> new Answer(404, "there is nothing here");
      };
    } catch (JsonProcessingException error) {
      return new Answer(400, "this is not the JSON that belongs here");
    } catch (TwilioException error) {
      return refuse(error);
    }
  }

  private Answer start(JsonNode in) {
    Verification.creator(serviceSid, in.path("phone").asText(), "sms").create(twilio);
    return new Answer(202, "");
  }

  private Answer check(JsonNode in, HttpExchange exchange) {
    VerificationCheck check =
        VerificationCheck.creator(serviceSid)
            .setTo(in.path("phone").asText())
            .setCode(in.path("code").asText())
            .create(twilio);
    if (!check.getStatus().equals("approved")) {
      return new Answer(401, "this is not the code");
    }
    exchange.getResponseHeaders().set("Set-Cookie", sessions.begin(check.getTo()));
    return new Answer(204, "");
  }

  private Answer me(HttpExchange exchange) {
    return sessions
        .phone(exchange)
        .map(phone -> new Answer(200, phone))
        .orElse(new Answer(401, "nobody is logged in"));
  }

  private static JsonNode read(HttpExchange exchange) throws IOException {
    return JSON.readTree(exchange.getRequestBody().readNBytes(LONGEST_BODY));
  }

  private static Answer refuse(TwilioException error) {
    Integer code = error instanceof ApiException refusal ? refusal.getCode() : null;
    if (code != null && REFUSALS.containsKey(code)) {
      return REFUSALS.get(code);
    }
    System.err.println(error);
    return new Answer(502, "the login does not work at the moment");
  }
}
