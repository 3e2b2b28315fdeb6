package io.heddle.it.oracle;

import io.heddle.it.bench.Options;
import io.heddle.it.harness.Jdk;
import io.heddle.it.oracle.driver.Driver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** {@code integration-tests/faults/histories}: as many histories as are asked for. */
final class HistoriesRun {
  private HistoriesRun() {}

  public static void main(String[] arguments) throws Exception {
    Options options =
        Options.parse(
            arguments,
            "driver=all",
            "histories=100000",
            "minutes=600",
            "seed=1",
            "round=250",
            "shrink=40",
            "unknown=false",
            "jdk=newest");
    Jdk jdk = options.jdk();
    List<Driver> drivers = options.choice("driver", Driver.class);
    Path folder = Files.createTempDirectory("heddle-histories");
    boolean isWrong = false;
    for (Driver driver : drivers) {
      if (!driver.missing().isEmpty()) {
        System.out.println(driver.name() + ": skipped, " + driver.missing());
        continue;
      }
      Oracle oracle =
          new Oracle(
              driver,
              options.number("seed"),
              options.number("round"),
              options.number("shrink"),
              options.flag("unknown"),
              System.out::println);
      isWrong |=
          oracle
              .run(
                  jdk,
                  folder.resolve(driver.name().toLowerCase(Locale.ROOT)),
                  options.number("histories"),
                  options.number("minutes") * 60L)
              .isWrong();
    }
    System.exit(isWrong ? 1 : 0);
  }
}
