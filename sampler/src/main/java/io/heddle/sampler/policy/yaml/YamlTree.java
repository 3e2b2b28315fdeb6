package io.heddle.sampler.policy.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.heddle.sampler.policy.yaml.Node.Entry;
import io.heddle.sampler.policy.yaml.Node.Mapping;
import io.heddle.sampler.policy.yaml.Node.Scalar;
import io.heddle.sampler.policy.yaml.Node.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Builds the tree of a YAML file from its tokens.
 *
 * <p>An alias makes a small file mean a large one, and a tag makes text mean an object; so both are
 * refused here, before anybody could expand them, and so are anchors, as far as the parser shows
 * them: on a plain value it does not, where they do nothing. Bounds: {@link #DEEPEST} levels, and
 * one node for each token of a text whose size the caller has limited.
 */
public final class YamlTree {
  static final int DEEPEST = 12;

  /** Thrown where going on makes no sense; the problem has been noted. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    Broken() {
      super("noted", null, false, false);
    }
  }

  private final YAMLParser tokens;
  private final Problems problems;

  private YamlTree(YAMLParser tokens, Problems problems) {
    this.tokens = tokens;
    this.problems = problems;
  }

  /**
   * Reads a file.
   *
   * @param problems takes what is not accepted: whether the tree is whole is told by these alone
   * @return the file's one document, as far as it could be read; null if that is nowhere
   */
  public static Node read(String text, Problems problems) {
    try (YAMLParser tokens = new YAMLFactory().createParser(text)) {
      return new YamlTree(tokens, problems).document();
    } catch (JsonProcessingException notYaml) {
      problems.add(place(notYaml), "", "", "YAML: " + cause(notYaml));
    } catch (IOException | RuntimeException notYaml) {
      // Whatever a parser may throw at a text that somebody made to break it.
      problems.add(Place.START, "", "", "YAML: " + notYaml.getMessage());
    }
    return null;
  }

  private Node document() throws IOException {
    if (tokens.nextToken() == null) {
      problems.add(Place.START, "", "", "a policy; the file is empty");
      return null;
    }
    try {
      Node root = node(0);
      if (tokens.nextToken() != null) {
        problems.add(here(), "", "", "one document; a second one begins here");
      }
      return root;
    } catch (Broken noted) {
      return null;
    }
  }

  /** The node that the current token begins; null if it is one that is refused. */
  private Node node(int depth) throws IOException, Broken {
    Place place = here();
    if (depth > DEEPEST) {
      problems.add(place, "", "", "at most " + DEEPEST + " levels");
      throw new Broken();
    }
    if (tokens.isCurrentAlias()) {
      problems.add(place, "", "*" + tokens.getText(), "the value itself: aliases are not allowed");
      return null;
    }
    refuseAnchorAndTag(place);
    return switch (tokens.currentToken()) {
      case START_OBJECT -> mapping(place, depth);
      case START_ARRAY -> sequence(place, depth);
      case VALUE_NULL -> new Scalar(place, "");
      default -> new Scalar(place, tokens.getText());
    };
  }

  private Mapping mapping(Place place, int depth) throws IOException, Broken {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (tokens.nextToken() != JsonToken.END_OBJECT) {
      require(JsonToken.FIELD_NAME);
      String name = tokens.currentName();
      Place at = here();
      require(tokens.nextToken());
      Node value = node(depth + 1);
      Entry first = entries.get(name);
      if (first != null) {
        problems.add(at, "", name, "each name once; it stands at " + first.place() + " already");
      } else if (value != null) {
        entries.put(name, new Entry(at, value));
      }
    }
    return new Mapping(place, entries);
  }

  private Sequence sequence(Place place, int depth) throws IOException, Broken {
    List<Node> items = new ArrayList<>();
    while (require(tokens.nextToken()) != JsonToken.END_ARRAY) {
      Node item = node(depth + 1);
      if (item != null) {
        items.add(item);
      }
    }
    return new Sequence(place, items);
  }

  private void refuseAnchorAndTag(Place place) throws IOException {
    if (tokens.getObjectId() != null) {
      problems.add(place, "", "&" + tokens.getObjectId(), "no anchor: aliases are not allowed");
    }
    if (tokens.getTypeId() != null) {
      problems.add(place, "", "!" + tokens.getTypeId(), "no tag: values are plain");
    }
  }

  private JsonToken require(JsonToken token) throws Broken {
    if (tokens.currentToken() != token || token == null) {
      problems.add(here(), "", "", "more: the file ends, or breaks off, in the middle");
      throw new Broken();
    }
    return token;
  }

  private Place here() {
    return place(tokens.currentTokenLocation());
  }

  private static Place place(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? Place.START
        : new Place(location.getLineNr(), Math.max(1, location.getColumnNr()));
  }

  /** Where the text is wrong, which may be far behind the token before. */
  private static Place place(JsonProcessingException failure) {
    return failure.getCause() instanceof MarkedYAMLException marked
            && marked.getProblemMark() != null
        ? new Place(marked.getProblemMark().getLine() + 1, marked.getProblemMark().getColumn() + 1)
        : place(failure.getLocation());
  }

  /** What is wrong, without the places that the parser adds line by line. */
  private static String cause(JsonProcessingException failure) {
    String message = String.valueOf(failure.getOriginalMessage());
    StringBuilder cause = new StringBuilder();
    for (String line : message.split("\n")) {
      if (!line.startsWith(" ")) {
        cause.append(cause.isEmpty() ? "" : ", ").append(line.trim());
      }
    }
    return cause.toString();
  }
}
