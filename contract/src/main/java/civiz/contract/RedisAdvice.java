package civiz.contract;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What either process tells a person about the Redis it is configured for: which it is, and why it can't be used. */
public final class RedisAdvice {
  private static final Pattern REDIS = Pattern.compile("^redis_version:(\\S+)", Pattern.MULTILINE);
  private static final Pattern VALKEY = Pattern.compile("^valkey_version:(\\S+)", Pattern.MULTILINE);

  private RedisAdvice() {}

  /**
   * The server's name and version.
   *
   * @param info the answer to {@code INFO server}. Valkey's has a {@code redis_version}, too, which is that of its protocol.
   */
  public static String server(String info) {
    Matcher valkey = VALKEY.matcher(info);
    if (valkey.find()) return "Valkey " + valkey.group(1);
    Matcher redis = REDIS.matcher(info);
    return "Redis " + (redis.find() ? redis.group(1) : "of unknown version");
  }

  /**
   * What to do about a failure to connect or to log in, by its message and its causes.
   *
   * @return one line without a secret; null when it is another kind of failure
   */
  public static @Nullable String why(Throwable failure) {
    boolean tls = false;
    boolean connected = true;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.startsWith("WRONGPASS")) return "Redis refuses the user or the password in REDIS_URL";
      if (message.startsWith("NOAUTH")) return "Redis wants a password, and REDIS_URL has none";
      if (message.startsWith("Unexpected end of stream") || message.equals("Connection reset"))
        return "Redis closes the connection; if it speaks TLS, REDIS_URL must begin with rediss://";
      switch (cause) {
        case CertificateException e -> {
          return "the TLS certificate of Redis is not trusted; REDIS_TLS_VERIFY=false accepts it all the same";
        }
        case UnknownHostException e -> {
          return "Redis can't be reached: the name of the host in REDIS_URL is unknown";
        }
        case SocketTimeoutException e -> {
          return "Redis does not answer; is REDIS_URL its address, and rediss:// where it speaks TLS, only there?";
        }
        case SSLException e -> tls = true;
        default -> connected &= !message.startsWith("Failed to connect");
      }
    }
    if (tls) return "Redis speaks no TLS that this understands; without any, REDIS_URL begins with redis://";
    return connected ? null : "Redis can't be reached: nothing answers at the host and port of REDIS_URL";
  }
}
