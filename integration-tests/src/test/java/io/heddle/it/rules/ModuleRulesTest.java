package io.heddle.it.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModuleRulesTest {
  @ParameterizedTest
  @EnumSource
  void knowsOnlyItsNeighbours(Module module) {
    List<String> strangers = new ArrayList<>();
    for (JavaClass type : Classes.of(module)) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getName();
        if (!module.mayKnow(target)) {
          strangers.add(dependency.getDescription());
        }
      }
    }
    assertThat(strangers).as("what %s must not know", module).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void ownsItsPackages(Module module) {
    assertThat(Classes.of(module))
        .extracting(JavaClass::getName)
        .allMatch(name -> name.startsWith(module.packageRoot() + "."));
  }

  @ParameterizedTest
  @EnumSource
  void hasNoCyclesBetweenPackages(Module module) {
    slices()
        .matching(module.packageRoot() + ".(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .because("two packages that need each other are one, or hide a third")
        .check(Classes.of(module));
  }

  @Test
  void yamlIsReadInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.heddle.sampler.policy.yaml..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml.jackson..", "org.yaml..")
        .because("an application whose agent has no policy file loads none of it")
        .check(Classes.of(Module.SAMPLER));
  }

  @Test
  void readsClassesAtAll() {
    assertThat(Classes.all()).hasSizeGreaterThan(40);
  }
}
