package io.heddle.it.bench.advice;

import io.heddle.agent.weave.MethodHook;
import io.heddle.agent.weave.TypeHook;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.VisibilityBridgeStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;

/** Weaves as Heddle's own weaver does, with the same settings, but copies the advice. */
final class Inliner implements ClassFileTransformer {
  private final Map<String, TypeHook> types = new HashMap<>();
  private ByteBuddy byteBuddy;
  private Advice advice;

  Inliner(Iterable<TypeHook> hooks) {
    for (TypeHook hook : hooks) {
      types.put(hook.className().replace('.', '/'), hook);
    }
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String name,
      Class<?> loaded,
      ProtectionDomain domain,
      byte[] classFile) {
    TypeHook type = types.get(name);
    return type == null ? null : weave(type, classFile);
  }

  private byte[] weave(TypeHook type, byte[] classFile) {
    if (byteBuddy == null) {
      byteBuddy =
          new ByteBuddy()
              .with(TypeValidation.DISABLED)
              .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
              .with(InstrumentedType.Factory.Default.FROZEN)
              .with(VisibilityBridgeStrategy.Default.NEVER);
      ClassFileLocator own = ClassFileLocator.ForClassLoader.of(Inliner.class.getClassLoader());
      TypePool pool = TypePool.Default.WithLazyResolution.of(own);
      advice = Advice.to(pool.describe("io.heddle.it.bench.advice.InlinedAdvice").resolve(), own);
    }
    ClassFileLocator itself = ClassFileLocator.Simple.of(type.className(), classFile);
    TypePool pool =
        new TypePool.Default.WithLazyResolution(
            new TypePool.CacheProvider.Simple(),
            new ClassFileLocator.Compound(
                itself, ClassFileLocator.ForClassLoader.ofPlatformLoader()),
            TypePool.Default.ReaderMode.FAST);
    AsmVisitorWrapper.ForDeclaredMethods hooks = new AsmVisitorWrapper.ForDeclaredMethods();
    for (MethodHook hook : type.methods()) {
      hooks =
          hooks.method(
              ElementMatchers.named(hook.name())
                  .and(ElementMatchers.not(ElementMatchers.isAbstract())),
              advice);
    }
    return byteBuddy
        .decorate(pool.describe(type.className()).resolve(), itself)
        .visit(hooks)
        .make(TypeResolutionStrategy.Disabled.INSTANCE, pool)
        .getBytes();
  }
}
