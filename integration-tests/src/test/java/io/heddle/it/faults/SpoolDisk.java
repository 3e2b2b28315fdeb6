package io.heddle.it.faults;

import io.heddle.it.harness.JvmCommand;
import java.io.IOException;
import java.nio.file.Path;

/** The disk that a home is on, which fails when it is told to. */
interface SpoolDisk extends AutoCloseable {
  /** The folder that the home is in. */
  Path path();

  /** Has a JVM run on it. */
  default JvmCommand on(JvmCommand command) {
    return command;
  }

  void breakDown() throws IOException, InterruptedException;

  /** Makes it as good as new while JVMs are at it, if {@link #isMendedWhileInUse}. */
  void mend() throws IOException, InterruptedException;

  /** Whether it can be mended while files on it are open; else {@link #mend} when none is. */
  default boolean isMendedWhileInUse() {
    return true;
  }

  @Override
  default void close() throws IOException {}
}
