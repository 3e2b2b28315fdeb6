package io.heddle.it.rules;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Pattern;

/** Matches methods by name, but leaves out those that somebody else's interface prescribes. */
final class NotBeNamed extends ArchCondition<JavaMethod> {
  private final Pattern name;

  NotBeNamed(String name, String description) {
    super("be named " + name + ": " + description);
    this.name = Pattern.compile(name);
  }

  @Override
  public void check(JavaMethod method, ConditionEvents events) {
    boolean named = name.matcher(method.getName()).matches() && !isPrescribed(method);
    events.add(new SimpleConditionEvent(method, named, method.getFullName()));
  }

  private static boolean isPrescribed(JavaMethod method) {
    return method.getOwner().getAllRawInterfaces().stream().anyMatch(type -> declares(type, method))
        || method.getOwner().getAllRawSuperclasses().stream()
            .anyMatch(type -> declares(type, method));
  }

  private static boolean declares(
      com.tngtech.archunit.core.domain.JavaClass type, JavaMethod method) {
    return Module.owning(type.getName()).isEmpty()
        && type.getMethods().stream().anyMatch(m -> m.getName().equals(method.getName()));
  }
}
