package io.heddle.it.oracle;

import io.heddle.it.histories.step.Sql;
import io.heddle.it.histories.step.Step;
import io.heddle.it.oracle.driver.Driver;
import java.util.List;
import java.util.regex.Pattern;

/** A history that shows a fault, for a person. */
final class Finding {
  /** A write that has no way of its own to fail or to answer. */
  private static final Pattern PLAIN =
      Pattern.compile("(INSERT INTO|UPDATE|DELETE FROM) w(?!.*(:h, 3|RETURNING|, u\\))).*");

  private final Driver driver;
  private final Judged judged;
  private final Shrinker.Shrunk how;

  /**
   * @param how whether the fault comes back
   */
  Finding(Driver driver, Judged judged, Shrinker.Shrunk how) {
    this.driver = driver;
    this.judged = judged;
    this.how = how;
  }

  /** Equal for histories that most likely show the same fault. */
  String signature() {
    StringBuilder text = new StringBuilder(judged.worst().toString());
    if (!how.isSeenAgain()) {
      return text.append(how.remark()).toString();
    }
    for (Step step : judged.history().steps()) {
      text.append('|').append(outline(step));
    }
    return text.toString();
  }

  /** A step without what seldom matters: which table, which plain write, how it is executed. */
  private static String outline(Step step) {
    if (!(step instanceof Sql sql)) {
      return step.shown().replaceAll("[0-9]+", "#").replaceAll("large|Large", "");
    }
    StringBuilder text = new StringBuilder(sql.call().name().startsWith("QUERY") ? "query" : "run");
    String last = "";
    for (String part : sql.template().split("; ")) {
      boolean isPlain = PLAIN.matcher(part).matches();
      String name = isPlain ? "write" : part.replaceAll("([wpx]|SAVEPOINT |TO )[0-9a-c]+", "$1");
      if (!isPlain || !last.equals(name)) {
        text.append(' ').append(name);
      }
      last = name;
    }
    return text.toString();
  }

  String shown() {
    StringBuilder text = new StringBuilder();
    text.append("-- ")
        .append(driver.name())
        .append(" seed ")
        .append(judged.history().seed())
        .append(", connection from ")
        .append(judged.history().source());
    String variant = driver.engine().variants().get(judged.history().variant());
    if (!variant.isEmpty()) {
      text.append(" with ").append(variant);
    }
    text.append(how.remark()).append('\n');
    List<String> answers = judged.truth().answers();
    List<Step> steps = judged.history().steps();
    for (int i = 0; i < steps.size(); i++) {
      text.append("   ").append(steps.get(i).shown());
      if (i < answers.size()) {
        text.append("  -> ").append(answers.get(i));
      }
      text.append('\n');
    }
    text.append("   then everything that is open is rolled back\n");
    judged.faults().forEach(fault -> text.append("   ").append(fault.shown()).append('\n'));
    return text.toString();
  }
}
