package io.heddle.it.rules;

import io.heddle.it.harness.Repository;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Every module with classes of its own: its package, whom it may know, and what it links to. */
enum Module {
  SETTINGS("agent/settings", "io.heddle.settings", Set.of(), Set.of()),
  BOOTSTRAP("agent/bootstrap", "io.heddle.bootstrap", Set.of(), Set.of()),
  SAMPLER(
      "sampler",
      "io.heddle.sampler",
      Set.of(),
      Set.of(
          "io.opentelemetry", // for those who have an SDK of their own
          "com.fasterxml.jackson.core", // for those who have a policy file
          "com.fasterxml.jackson.dataformat.yaml",
          "org.yaml.snakeyaml")),
  SPOOL("audit/spool", "io.heddle.audit.spool", Set.of(), Set.of()),
  TELEMETRY(
      "exporter/telemetry",
      "io.heddle.exporter.telemetry",
      Set.of("SAMPLER"), // which tenants keep their label decides what a page shows
      Set.of("io.opentelemetry", "io.prometheus.client")),
  CORE(
      "agent/core",
      "io.heddle.agent",
      Set.of("SETTINGS", "BOOTSTRAP", "SAMPLER", "SPOOL", "TELEMETRY"),
      Set.of("net.bytebuddy", "jakarta.servlet")),
  ARCHIVE(
      "audit/archive",
      "io.heddle.audit.archive",
      Set.of("SPOOL"),
      Set.of(
          "org.sqlite",
          "org.apache.logging.log4j",
          "com.fasterxml.jackson",
          "picocli",
          "org.apache.parquet",
          "org.apache.hadoop")), // the few types of it that Parquet's own mention
  ORDER_SERVICE(
      "packaging/order-service",
      "io.heddle.orders",
      Set.of(),
      Set.of("org.apache.catalina", "org.apache.tomcat", "jakarta.servlet", "com.zaxxer.hikari")),
  COMMAND(
      "packaging/heddle",
      "io.heddle.command",
      Set.of("SETTINGS", "SAMPLER", "ARCHIVE", "SPOOL", "TELEMETRY"),
      Set.of(
          "org.apache.logging.log4j",
          "com.fasterxml.jackson",
          "picocli",
          "io.prometheus.client",
          "org.h2"));

  private final String folder;
  private final String packageRoot;
  private final Set<String> neighbours;
  private final Set<String> libraries;

  Module(String folder, String packageRoot, Set<String> neighbours, Set<String> libraries) {
    this.folder = folder;
    this.packageRoot = packageRoot;
    this.neighbours = neighbours;
    this.libraries = libraries;
  }

  /** The package above all of its classes. */
  String packageRoot() {
    return packageRoot;
  }

  /** Where its compiled classes are. */
  Path classes() {
    return Repository.file(folder).resolve("target/classes");
  }

  /** Where its main sources are. */
  Path sources() {
    return Repository.file(folder).resolve("src/main");
  }

  /** Whether its classes may use {@code className}. */
  boolean mayKnow(String className) {
    if (className.startsWith("java.")
        || className.startsWith("javax.")
        || className.startsWith("com.sun.")
        || !className.contains(".")) {
      return true;
    }
    Optional<Module> owner = owning(className);
    return owner.isPresent()
        ? owner.get() == this || neighbours.contains(owner.get().name())
        : libraries.stream().anyMatch(library -> className.startsWith(library + "."));
  }

  /** The module a class of ours belongs to; empty for anybody else's. */
  static Optional<Module> owning(String className) {
    return Arrays.stream(values())
        .filter(module -> className.startsWith(module.packageRoot + "."))
        .findFirst();
  }
}
