package io.heddle.it.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NamingTest {
  @Test
  void nothingHidesItsIdeaBehindAnEmptyName() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Base")
        .because("such a name says what kind of thing it is not, and collects whatever comes by")
        .check(Classes.all());
  }

  @Test
  void accessorsAreNamedForWhatTheyReturn() {
    noMethods()
        .that()
        .arePublic()
        .and()
        .areNotStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(
            "io.heddle.bootstrap..",
            "io.heddle.settings..",
            "io.heddle.agent..",
            "io.heddle.sampler..",
            "io.heddle.audit..")
        .should(
            new NotBeNamed(
                "get[A-Z].*", "an accessor has no get; who implements somebody's interface must"))
        .check(Classes.all());
  }

  @Test
  void everyPackageSaysWhatItIsFor() {
    Set<String> described =
        Classes.all().stream()
            .filter(type -> type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    Set<String> sources = PackageInfos.ofMainSources();
    Set<String> packages =
        Classes.all().stream()
            .filter(type -> !type.getModifiers().contains(JavaModifier.SYNTHETIC))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());
    packages.removeAll(described);
    packages.removeAll(sources);
    assertThat(packages).as("packages without package-info.java").isEmpty();
  }
}
