package civiz.collector.source;

import civiz.contract.Post;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** The users and media that came along with one post, which names them by id. Its places go to {@link XPlaces}. */
final class XIncludes {
  /** A picture or film by its key. */
  private record Keyed(String key, Post.Media medium) {}

  private final List<Post.Author> users = new ArrayList<>(2);
  private final List<Keyed> media = new ArrayList<>(4);

  /** Reads {@code includes}. */
  void read(JsonParser json, XPlaces places) {
    if (!XJson.isObject(json)) return;
    for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
      switch (member) {
        case "places" -> places.read(json);
        case "users" -> readUsers(json);
        case "media" -> readMedia(json);
        default -> json.skipChildren();
      }
    }
  }

  /** The author with this id, without more than the id where X tells no more. */
  Post.Author author(String id) {
    for (Post.Author user : users) {
      if (id.equals(user.id())) return user;
    }
    return new Post.Author(id, "", null, null);
  }

  /** The media with these keys; what X did not describe, or is of a kind that is not known, is left out. */
  List<Post.Media> media(List<String> keys) {
    List<Post.Media> found = new ArrayList<>(keys.size());
    for (String key : keys) {
      for (Keyed one : media) {
        if (one.key().equals(key)) found.add(one.medium());
      }
    }
    return found;
  }

  private void readUsers(JsonParser json) {
    if (!XJson.isArray(json)) return;
    while (XJson.nextObject(json)) {
      String id = null;
      String name = null;
      String handle = null;
      String avatar = null;
      for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
        switch (member) {
          case "id" -> id = XJson.digits(json);
          case "name" -> name = XJson.text(json);
          case "username" -> handle = XJson.text(json);
          case "profile_image_url" -> avatar = XJson.text(json);
          default -> json.skipChildren();
        }
      }
      if (id == null) throw XJson.wrong(json, "has no id");
      users.add(new Post.Author("x:" + id, name == null ? "" : name, handle, StatusMapper.secure(avatar)));
    }
  }

  private void readMedia(JsonParser json) {
    if (!XJson.isArray(json)) return;
    while (XJson.nextObject(json)) {
      String key = null;
      String type = null;
      String url = null;
      String preview = null;
      String alt = null;
      for (String member = XJson.next(json); member != null; member = XJson.next(json)) {
        switch (member) {
          case "media_key" -> key = XJson.text(json);
          case "type" -> type = XJson.text(json);
          case "url" -> url = XJson.text(json);
          case "preview_image_url" -> preview = XJson.text(json);
          case "alt_text" -> alt = XJson.text(json);
          default -> json.skipChildren();
        }
      }
      if (key == null) throw XJson.wrong(json, "has no media_key");
      add(key, type, preview != null ? preview : url, alt);
    }
  }

  /** A film's {@code url} is the film, so its preview goes first; a photo has only the former. */
  private void add(String key, @Nullable String type, @Nullable String thumbnail, @Nullable String alt) {
    String kind = type == null ? null : StatusMapper.MEDIA_KINDS.get(type);
    if (kind == null) return;
    String text = alt == null || alt.isBlank() ? null : alt;
    media.add(new Keyed(key, new Post.Media(kind, StatusMapper.secure(thumbnail), text)));
  }
}
