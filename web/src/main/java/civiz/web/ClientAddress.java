package civiz.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Whom viewers are counted under: an IPv4 address, or the /64 of an IPv6 address, because a single household has all
 * of one (RFC 6177).
 *
 * @param bits  the address, or its first 64 bits
 * @param isSix whether it is IPv6
 */
record ClientAddress(long bits, boolean isSix) {
  /** Some routers append it to an IPv4 address. */
  private static final Pattern PORT = Pattern.compile("(?<=^[0-9.]{7,15}):[0-9]{1,5}$");
  /** Of a link-local IPv6 address: says which link. */
  private static final Pattern ZONE = Pattern.compile("%.*$");
  /** Who sends no address that can be read; nobody does on TCP. */
  private static final ClientAddress NONE = new ClientAddress(0, false);

  /**
   * Whose request this is.
   *
   * @param trustForwardedFor whether a router in front appends it to X-Forwarded-For
   */
  static ClientAddress of(Request request, boolean trustForwardedFor) {
    return of(Request.getRemoteAddr(request),
        trustForwardedFor ? request.getHeaders().getLast(HttpHeader.X_FORWARDED_FOR) : null);
  }

  /**
   * The client's address.
   *
   * @param peer      the other end of the TCP connection, as a literal
   * @param forwarded the last X-Forwarded-For header when the peer is a router that is trusted to have appended the
   *                  client's address, else null. Whatever stands before the last comma is the client's own word.
   */
  static ClientAddress of(String peer, @Nullable String forwarded) {
    ClientAddress last = forwarded == null
        ? null
        : parse(forwarded.substring(forwarded.lastIndexOf(',') + 1).strip());
    if (last != null) return last;
    ClientAddress own = parse(peer);
    return own == null ? NONE : own;
  }

  private static @Nullable ClientAddress parse(String literal) {
    int end = literal.startsWith("[") ? literal.indexOf(']') : -1;
    String address = end > 0 ? literal.substring(1, end) : PORT.matcher(literal).replaceFirst("");
    try {
      InetAddress parsed = InetAddress.ofLiteral(ZONE.matcher(address).replaceFirst(""));
      ByteBuffer bytes = ByteBuffer.wrap(parsed.getAddress());
      return parsed instanceof Inet6Address
          ? new ClientAddress(bytes.getLong(), true)
          : new ClientAddress(bytes.getInt(), false);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
