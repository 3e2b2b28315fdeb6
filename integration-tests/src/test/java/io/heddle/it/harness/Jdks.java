package io.heddle.it.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JDKs that the applications under test run on: the oldest one supported (17) and the newest
 * one found, among the running JDK, those named in {@code HEDDLE_IT_JAVA_HOMES} and the running
 * JDK's neighbours.
 *
 * <p>With only one at hand the tests run on that one, and say so.
 */
public final class Jdks {
  private static final String VARIABLE = "HEDDLE_IT_JAVA_HOMES";
  private static final int OLDEST = 17;
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  private static final List<Jdk> SELECTED = select();

  private Jdks() {}

  /** One or two JDKs, oldest first. */
  public static List<Jdk> all() {
    return SELECTED;
  }

  /** The JDK that tests which need only one run on. */
  public static Jdk oldest() {
    return SELECTED.get(0);
  }

  /** The newest one found. */
  public static Jdk newest() {
    return SELECTED.get(SELECTED.size() - 1);
  }

  private static List<Jdk> select() {
    TreeMap<Integer, Jdk> byFeature = new TreeMap<>();
    for (Path home : candidates()) {
      read(home).ifPresent(jdk -> byFeature.putIfAbsent(jdk.feature(), jdk));
    }
    Map<Integer, Jdk> supported = byFeature.tailMap(OLDEST, true);
    List<Jdk> found = List.copyOf(supported.values());
    List<Jdk> selected =
        found.size() == 1 ? found : List.of(found.get(0), found.get(found.size() - 1));
    System.out.println(
        "[heddle] integration tests run on "
            + selected
            + (selected.size() == 1 || selected.get(0).feature() != OLDEST
                ? "; set " + VARIABLE + " to the homes of JDK 17 and the newest one to run on both"
                : ""));
    return selected;
  }

  private static List<Path> candidates() {
    List<Path> homes = new ArrayList<>();
    Path running = Path.of(System.getProperty("java.home"));
    homes.add(running);
    String named = System.getenv(VARIABLE);
    if (named != null) {
      for (String home : named.split(File.pathSeparator)) {
        if (!home.isBlank()) {
          homes.add(Path.of(home));
        }
      }
    }
    try (Stream<Path> neighbours = Files.list(running.toRealPath().getParent())) {
      neighbours.sorted(Comparator.naturalOrder()).forEach(homes::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return homes;
  }

  private static Optional<Jdk> read(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isReadable(release)) {
      return Optional.empty();
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(release));
      return version.find()
          ? Optional.of(new Jdk(home.toRealPath(), Integer.parseInt(version.group(1))))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
