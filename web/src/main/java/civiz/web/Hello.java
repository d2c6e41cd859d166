package civiz.web;

import civiz.contract.Area;
import civiz.contract.BoundingBox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first line of a viewer's first message, and again whenever continuity is lost.
 *
 * @param area      the area the viewer asked for
 * @param areas     the names of all areas there are
 * @param retention how long a post may be kept
 * @param version   of this program
 */
record Hello(Area area, List<String> areas, Duration retention, String version) {
  /**
   * The line, ended.
   *
   * @param epoch   where the reader is after the message
   * @param seq     where the reader is after the message
   * @param resumed whether the message goes on where the reader was
   * @param after   the event after which the message begins, where there is one; else {@link Window#NOTHING}
   */
  byte[] line(String epoch, long seq, boolean resumed, long after) {
    BoundingBox box = area.box();
    ObjectNode line = JsonMapper.shared().createObjectNode();
    ObjectNode hello = line.putObject("hello").put("area", area.name());
    hello.putArray("bounds").add(box.west()).add(box.south()).add(box.east()).add(box.north());
    areas.forEach(hello.putArray("areas")::add);
    hello.put("epoch", epoch).put("seq", seq).put("resumed", resumed);
    if (after != Window.NOTHING) hello.put("after", after);
    hello.put("retention", retention.toSeconds()).put("version", version);
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The first line of a part of history, ended.
   *
   * @param upTo  the latest event of the part
   * @param after the event after which the part begins, where there is one; else {@link Window#NOTHING}
   */
  byte[] historyLine(String epoch, long upTo, long after) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    ObjectNode history = line.putObject("history").put("area", area.name()).put("epoch", epoch).put("upTo",
        upTo);
    if (after != Window.NOTHING) history.put("after", after);
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
