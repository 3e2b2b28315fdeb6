package io.heddle.agent;

import io.heddle.audit.spool.Races;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every jcstress test of this module. */
class RacesTest {
  @Test
  void nothingForbiddenIsObserved(@TempDir Path folder) throws IOException, InterruptedException {
    Races.nothingForbiddenIsObserved(folder);
  }
}
