package io.heddle.it.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.junit.jupiter.api.Test;

class AdviceRulesTest {
  private static final List<JavaMethod> ADVICE =
      Classes.all().stream()
          .flatMap(type -> type.getMethods().stream())
          .filter(
              method ->
                  method.isAnnotatedWith(Advice.OnMethodEnter.class)
                      || method.isAnnotatedWith(Advice.OnMethodExit.class))
          .toList();

  @Test
  void thereIsAdvice() {
    assertThat(ADVICE).isNotEmpty();
  }

  @Test
  void adviceIsStatic() {
    assertThat(ADVICE)
        .allSatisfy(method -> assertThat(method.getModifiers()).contains(JavaModifier.STATIC));
  }

  @Test
  void adviceIsCalledNotCopied() {
    assertThat(ADVICE)
        .as("inline = false: copied advice would run in the application's loader, without ours")
        .allSatisfy(method -> assertThat(isInlined(method)).as(method.getFullName()).isFalse());
  }

  private static boolean isInlined(JavaMethod method) {
    return method
            .tryGetAnnotationOfType(Advice.OnMethodEnter.class)
            .map(Advice.OnMethodEnter::inline)
            .orElse(false)
        || method
            .tryGetAnnotationOfType(Advice.OnMethodExit.class)
            .map(Advice.OnMethodExit::inline)
            .orElse(false);
  }
}
