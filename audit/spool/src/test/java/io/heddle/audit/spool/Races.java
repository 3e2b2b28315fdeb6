package io.heddle.audit.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs every jcstress test of a module, for a moment each, in a JVM of its own. */
public final class Races {
  private static final String[] SHORT = {
    "-sc", "false", "-f", "1", "-iters", "1", "-time", "300", "-jvmArgs", "-Xmx512m"
  };

  private Races() {}

  /** Fails if something is observed that a test forbids, or nothing at all. */
  public static void nothingForbiddenIsObserved(Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder jcstress =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            absolute(classPath),
            "org.openjdk.jcstress.Main");
    jcstress.command().addAll(List.of(SHORT));
    Process process =
        jcstress
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    int code = process.waitFor();
    // It exits with 0 as well if it could not run anything.
    assertThat(Files.readString(output, UTF_8))
        .containsPattern("[1-9]\\d* passed, 0 failed, 0 soft errs, 0 hard errs")
        .containsPattern("Failed tests: No matches")
        .doesNotContain("FATAL");
    assertThat(code).isZero();
  }

  private static String absolute(String classPath) {
    StringBuilder absolute = new StringBuilder();
    for (String entry : classPath.split(File.pathSeparator)) {
      absolute.append(new File(entry).getAbsolutePath()).append(File.pathSeparator);
    }
    return absolute.toString();
  }
}
