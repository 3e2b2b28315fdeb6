package io.heddle.it.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.it.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceRulesTest {
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.])/(work|root|mnt|Users|home)/|/usr/lib/jvm|[A-Z]:\\\\\\\\");
  private static final Pattern UNFINISHED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

  @Test
  void noMainSourceNamesAPathOfSomebodysMachine() throws IOException {
    assertThat(linesMatching(MACHINE_PATH)).isEmpty();
  }

  @Test
  void noMainSourceIsUnfinished() throws IOException {
    assertThat(linesMatching(UNFINISHED)).isEmpty();
  }

  private static List<String> linesMatching(Pattern pattern) throws IOException {
    List<String> found = new ArrayList<>();
    for (Module module : Module.values()) {
      if (!Files.isDirectory(module.sources())) {
        continue;
      }
      try (Stream<Path> files = Files.walk(module.sources())) {
        for (Path file :
            files.filter(Files::isRegularFile).filter(SourceRulesTest::isText).toList()) {
          int number = 0;
          for (String line : Files.readAllLines(file)) {
            number++;
            if (pattern.matcher(line).find()) {
              found.add(Repository.root().relativize(file) + ":" + number + ": " + line.trim());
            }
          }
        }
      }
    }
    return found;
  }

  private static boolean isText(Path file) {
    String name = file.getFileName().toString();
    return Stream.of(".java", ".properties", ".yaml", ".xml", ".json", ".sql", ".txt")
        .anyMatch(name::endsWith);
  }
}
