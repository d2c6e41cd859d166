package civiz.contract;

import java.util.Locale;

/** What may be done with a post, declared by its source. */
public enum Rights {
  /** May be shown inside the app; leaves by an export or an API only as its id and link. */
  DISPLAY,
  /** May be passed on whole. */
  OPEN;

  /** The word in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
