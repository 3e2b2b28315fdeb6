package io.heddle.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate();
  private final ModuleSwitch module = new ModuleSwitch("m", line -> {}, (what, detail) -> {});
  private final ModuleSwitch other = new ModuleSwitch("o", line -> {}, (what, detail) -> {});
  private final MethodHook run = new MethodHook("run", "(", "Run");
  private final MethodHook stop = new MethodHook("stop", "(", "Stop");

  @Test
  void aSuperclassIsLearntFromTheClassFileOfItsSubclass() {
    name("a/Child", run);
    meet("a/Child", List.of("a/Parent", "java/lang/Object"), Set.of());

    assertThat(gate.of("a/Parent").methods()).containsExactly(run);
    assertThat(gate.of("java/lang/Object")).isNull();
    assertThat(gate.ancestry("a/Child").isComplete()).isFalse();

    meet("a/Parent", List.of("a/Grandparent", "java/sql/Statement"), Set.of("run"));
    meet("a/Grandparent", List.of("java/lang/Object"), Set.of("stop"));
    assertThat(gate.ancestry("a/Child"))
        .isEqualTo(new Ancestry(true, true, false, Set.of("run", "stop"), Set.of()));
  }

  @Test
  void aClassThatDoesNotReachUpTeachesNothing() {
    Map<String, WovenType> types = new HashMap<>();
    types.put("a/Child", new WovenType(module, new TypeHook("a.Child", List.of(run))));
    gate.add(types);
    assertThat(gate.of("a/Child").inherited()).isNull();
  }

  @Test
  void oneSuperclassOfTwoClassesHasTheHooksOfBoth() {
    name("a/Connection", run);
    name("a/Statement", stop);
    meet("a/Connection", List.of("a/Base"), Set.of());
    meet("a/Statement", List.of("a/Base"), Set.of());

    assertThat(gate.of("a/Base").methods()).containsExactly(run, stop);
  }

  @Test
  void aModuleAddedLaterIsInheritedBesidesTheFirst() {
    name("a/Child", run);
    Map<String, WovenType> more = new HashMap<>();
    TypeHook hook = new TypeHook("a.Child", List.of(stop)).reachingUp();
    more.put("a/Child", new WovenType(other, hook));
    gate.add(more);
    meet("a/Child", List.of("a/Parent"), Set.of());

    WovenType parent = gate.of("a/Parent");
    assertThat(parent.module()).isSameAs(module);
    assertThat(parent.further().module()).isSameAs(other);
  }

  @Test
  void aSuperclassLoadedBeforeItsNameWasLearntIsMissed() {
    name("a/Child", run);
    meet("a/Child", List.of("a/Parent"), Set.of());

    assertThat(gate.isAwaiting()).isTrue();
    assertThat(gate.hasMissed("a/Parent", 1)).isTrue();
    assertThat(gate.hasMissed("a/Other", 1)).isFalse();
    meet("a/Parent", List.of(), Set.of());
    assertThat(gate.hasMissed("a/Parent", 1)).isFalse();
    assertThat(gate.hasMissed("a/Parent", 2)).as("that of another loader").isTrue();
    gate.settled("a/Parent");
    assertThat(gate.isAwaiting()).isFalse();
  }

  @Test
  void aClassFileTooOldToWeaveIsNamed() {
    name("a/Child", run);
    gate.met(
        "a/Child", gate.of("a/Child"), new Outline(List.of("a/Old"), Set.of("run"), false, false));
    gate.met("a/Old", gate.of("a/Old"), new Outline(List.of(), Set.of("stop"), false, true));

    assertThat(gate.ancestry("a/Child"))
        .isEqualTo(new Ancestry(true, true, false, Set.of("run"), Set.of("a.Old")));
  }

  private void name(String internalName, MethodHook hook) {
    Map<String, WovenType> types = new HashMap<>();
    TypeHook named = new TypeHook(internalName.replace('/', '.'), List.of(hook)).reachingUp();
    types.put(internalName, new WovenType(module, named));
    gate.add(types);
  }

  private void meet(String internalName, List<String> parents, Set<String> hooked) {
    gate.met(internalName, gate.of(internalName), new Outline(parents, hooked, false, false));
  }
}
