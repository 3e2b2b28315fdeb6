package io.heddle.agent.jdbc.named;

import io.heddle.agent.weave.Ancestry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks whether anything could be woven into the classes that {@code heddle.jdbc.drivers} names,
 * and tells of each in which nothing could: a warning, a note in the audit, a line for the doctor.
 *
 * <p>One thread runs it; any thread asks for what was found.
 */
public final class NamedClasses implements Runnable {
  /** How often it is run. */
  public static final long INTERVAL_MILLIS = 1_000;

  /** A system property that {@code heddle doctor} reads: a line for each class with a problem. */
  public static final String PROPERTY = "io.heddle.agent.unwoven";

  private static final String NOT_LOADED = "is not loaded";

  /** Every resource and pool has these: they do not make a class a connection or a statement. */
  private static final Set<String> TELL_NOTHING = Set.of("close", "isValid", "abort");

  private final List<String> names;
  private final Function<String, Ancestry> ancestries;
  private final Consumer<String> log;
  private final BiConsumer<String, Map<String, ?>> notes;

  /** What was told of; a class has one problem for good. */
  private final Map<String, String> told = new ConcurrentHashMap<>();

  private String shown = "";

  /**
   * @param names of the classes
   * @param ancestries says what was found in a class
   * @param log takes a warning
   * @param notes takes what the audit has to say
   */
  public NamedClasses(
      List<String> names,
      Function<String, Ancestry> ancestries,
      Consumer<String> log,
      BiConsumer<String, Map<String, ?>> notes) {
    this.names = List.copyOf(names);
    this.ancestries = ancestries;
    this.log = log;
    this.notes = notes;
  }

  /** What is wrong with the classes, by name; those without a problem are left out. */
  public Map<String, String> problems() {
    Map<String, String> problems = new LinkedHashMap<>();
    for (String name : names) {
      String problem = problem(ancestries.apply(name));
      if (!problem.isEmpty()) {
        problems.put(name, problem);
      }
    }
    return Collections.unmodifiableMap(problems);
  }

  @Override
  public void run() {
    StringBuilder lines = new StringBuilder();
    problems()
        .forEach(
            (name, problem) -> {
              lines.append(name).append(' ').append(problem).append('\n');
              if (!problem.equals(NOT_LOADED) && told.putIfAbsent(name, problem) == null) {
                tell(name, problem);
              }
            });
    if (!shown.contentEquals(lines)) {
      shown = lines.toString();
      System.setProperty(PROPERTY, shown);
    }
  }

  private void tell(String name, String problem) {
    log.accept("heddle.jdbc.drivers names " + name + ", which " + problem);
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("class", name);
    detail.put("problem", problem);
    notes.accept("DRIVER_NOT_WOVEN", detail);
  }

  /** Empty if there is none, or if it is not known yet. */
  private static String problem(Ancestry ancestry) {
    if (!ancestry.isLoaded()) {
      return NOT_LOADED;
    }
    if (ancestry.isInterface()) {
      return "is an interface: name the classes that implement it";
    }
    if (!ancestry.isComplete()) {
      return "";
    }
    if (!ancestry.tooOld().isEmpty()) {
      return "cannot be woven where it is compiled for Java 6 or older: "
          + String.join(", ", ancestry.tooOld());
    }
    return TELL_NOTHING.containsAll(ancestry.hooked())
        ? "is no connection or statement: neither it nor a superclass has a method to weave"
        : "";
  }
}
