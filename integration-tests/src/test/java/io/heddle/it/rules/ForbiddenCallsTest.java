package io.heddle.it.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForbiddenCallsTest {
  /** What runs before the application's main: the stub, the settings, weaving, the phases. */
  private static final String[] PREMAIN = {
    "io.heddle.bootstrap..", "io.heddle.settings..", "io.heddle.agent", "io.heddle.agent.weave.."
  };

  /** What runs on every request or statement. */
  private static final String[] HOT = {
    "io.heddle.bootstrap..",
    "io.heddle.agent.context..",
    "io.heddle.agent.operation..",
    "io.heddle.agent.tenant..",
    "io.heddle.agent.jdbc..",
    "io.heddle.agent.http..",
    "io.heddle.agent.concurrent..",
    "io.heddle.agent.queue..",
    "io.heddle.agent.usage..",
    "io.heddle.sampler..",
    "io.heddle.audit.spool.."
  };

  @Test
  void premainLeavesLoggingManagementAndTlsAlone() {
    noClasses()
        .that()
        .resideInAnyPackage(PREMAIN)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "javax.management..", "javax.net.ssl..")
        .because(
            "touched in premain they are initialised before the application could choose its own"
                + " log manager, MBean server or key store")
        .check(Classes.all());
  }

  @Test
  void bootstrapAndWeavingLeaveFileSystemsAlone() {
    noClasses()
        .that()
        .resideInAnyPackage("io.heddle.bootstrap..", "io.heddle.agent.weave..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..")
        .because(
            "an application may install a default file system provider, which is loaded at the"
                + " first use; the spool's directory is the agent's one path")
        .allowEmptyShould(true)
        .check(Classes.all());
  }

  @Test
  void hotPathsNeitherMatchNorFormat() {
    noClasses()
        .that()
        .resideInAnyPackage(HOT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.regex..")
        .orShould()
        .callMethodWhere(
            calls("String.format and the like", Set.of(String.class), Set.of("format", "matches"))
                .or(
                    calls(
                        "regular expressions behind String",
                        Set.of(String.class),
                        Set.of("replaceAll", "replaceFirst"))))
        .because("each costs more than all the rest of an operation")
        .check(Classes.all());
  }

  @Test
  void nobodyInTheApplicationsProcessPrintsToStandardOutput() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.heddle.bootstrap..",
            "io.heddle.settings..",
            "io.heddle.agent..",
            "io.heddle.sampler..",
            "io.heddle.audit.spool..",
            "io.heddle.exporter.telemetry..")
        .should()
        .accessField(System.class, "out")
        .because("standard output belongs to the application, which may pipe it somewhere")
        .check(Classes.all());
  }

  @Test
  void settingsAreReadInOnePlace() {
    noClasses()
        .that(
            describe(
                "are neither the settings nor among the exceptions",
                type ->
                    !resideInAnyPackage("io.heddle.settings..").test(type)
                        && !EXCEPTIONS.contains(outermost(type).getName())))
        .should()
        .callMethodWhere(
            calls(
                "the environment and system properties",
                Set.of(System.class, Boolean.class, Integer.class, Long.class),
                Set.of(
                    "getProperty",
                    "getProperties",
                    "getenv",
                    "getBoolean",
                    "getInteger",
                    "getLong")))
        .because("the table of settings is complete only if nobody reads beside it")
        .check(Classes.all());
  }

  /** Who may read a system property all the same, and why. */
  private static final Set<String> EXCEPTIONS =
      Set.of(
          // Asks for the version of the JVM before anything of ours may be loaded.
          "io.heddle.bootstrap.HeddleAgent",
          // SQLite's driver has a property of its own for where it unpacks its native code.
          "io.heddle.audit.archive.store.NativeLibrary",
          // Hands all properties and the environment to Settings.resolve, and reads none itself.
          "io.heddle.agent.AgentRuntime",
          // Writes down which JVM made the records: a fact, not a setting.
          "io.heddle.audit.spool.SpoolWriter",
          // Show which JVM, user and directory this is: facts, not settings.
          "io.heddle.command.Version",
          "io.heddle.command.doctor.ArchiveCheck",
          "io.heddle.command.doctor.HomeCheck",
          "io.heddle.command.doctor.Surroundings",
          // The launcher tells by which name the user called it.
          "io.heddle.command.cli.Program",
          // Conventions of terminals that are not ours to rename: NO_COLOR, TERM, COLUMNS.
          "io.heddle.command.cli.Terminal",
          // Start further JVMs with the java they run on.
          "io.heddle.command.demo.evidence.Database",
          "io.heddle.command.demo.process.ChildProcess");

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ForbiddenCallsTest::outermost).orElse(type);
  }

  private static DescribedPredicate<JavaAccess<?>> calls(
      String what, Set<Class<?>> owners, Set<String> names) {
    return describe(
        what,
        access ->
            names.contains(access.getTarget().getName())
                && owners.stream()
                    .anyMatch(owner -> access.getTargetOwner().isEquivalentTo(owner)));
  }
}
