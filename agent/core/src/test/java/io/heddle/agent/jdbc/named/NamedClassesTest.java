package io.heddle.agent.jdbc.named;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.agent.weave.Ancestry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamedClassesTest {
  private static final String NAME = "com.acme.Driven";

  private final Map<String, Ancestry> found = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private final Map<String, Map<String, ?>> notes = new HashMap<>();
  private final NamedClasses named =
      new NamedClasses(List.of(NAME), this::ancestry, log::add, notes::put);

  @AfterEach
  void forgetProperty() {
    System.clearProperty(NamedClasses.PROPERTY);
  }

  @Test
  void aClassThatIsNeverLoadedIsShownToTheDoctorAndNotWarnedOf() {
    named.run();

    assertThat(System.getProperty(NamedClasses.PROPERTY)).isEqualTo(NAME + " is not loaded\n");
    assertThat(log).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void aClassWhoseMethodsAreWovenIsNoProblem() {
    named.run();
    found.put(NAME, new Ancestry(true, true, false, Set.of("close", "executeUpdate"), Set.of()));
    named.run();

    assertThat(System.getProperty(NamedClasses.PROPERTY)).isEmpty();
    assertThat(named.problems()).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void aClassThatCanOnlyBeClosedIsWarnedOfOnce() {
    found.put(NAME, new Ancestry(true, true, false, Set.of("close"), Set.of()));
    named.run();
    named.run();

    assertThat(log)
        .singleElement()
        .asString()
        .startsWith("heddle.jdbc.drivers names com.acme.Driven, which is no connection");
    assertThat(notes).containsOnlyKeys("DRIVER_NOT_WOVEN");
    assertThat(System.getProperty(NamedClasses.PROPERTY)).startsWith(NAME + " is no connection");
  }

  @Test
  void nothingIsSaidBeforeAllSuperclassesAreMet() {
    found.put(NAME, new Ancestry(true, false, false, Set.of(), Set.of()));
    named.run();

    assertThat(log).isEmpty();
  }

  @Test
  void anInterfaceIsWarnedOf() {
    found.put(NAME, new Ancestry(true, true, true, Set.of("commit"), Set.of()));
    named.run();

    assertThat(log).singleElement().asString().contains("is an interface");
  }

  @Test
  void aSuperclassOfOldByteCodeIsWarnedOf() {
    found.put(
        NAME, new Ancestry(true, true, false, Set.of("executeUpdate"), Set.of("com.acme.Old")));
    named.run();

    assertThat(log).singleElement().asString().contains("Java 6 or older: com.acme.Old");
  }

  private Ancestry ancestry(String name) {
    return found.getOrDefault(name, new Ancestry(false, false, false, Set.of(), Set.of()));
  }
}
