package io.heddle.it.harness;

import java.nio.file.Path;

/** The jars as users get them. */
public final class Packaged {
  /** The agent. */
  public static final Path AGENT = Repository.file("packaging/javaagent/target/heddle-agent.jar");

  /** The command. */
  public static final Path COMMAND = Repository.file("packaging/heddle/target/heddle.jar");

  /** The service of the demo. */
  public static final Path ORDER_SERVICE =
      Repository.file("packaging/order-service/target/order-service.jar");

  /** The Spring Boot application under test. */
  public static final Path SPRING_BOOT =
      Repository.file("integration-tests/spring-boot-app/target/spring-boot-app.jar");

  private Packaged() {}
}
