package io.heddle.agent.weave;

import io.heddle.bootstrap.AdviceDispatcher;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.VisibilityBridgeStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.JavaConstant;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Weaves calls of advice into one class file with Byte Buddy.
 *
 * <p>Works on the bytes alone: no class of the application is loaded, and no resource of its
 * loaders is opened (a {@code JarURLConnection} of ours could close a jar of theirs). Types that
 * the class mentions are never resolved, because advice takes them as Object.
 */
final class Weaver {
  private final ByteBuddy byteBuddy =
      new ByteBuddy()
          .with(TypeValidation.DISABLED)
          .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
          .with(InstrumentedType.Factory.Default.FROZEN)
          .with(VisibilityBridgeStrategy.Default.NEVER);

  private final ClassFileLocator agentClasses;
  private final ClassFileLocator jdkClasses = ClassFileLocator.ForClassLoader.ofPlatformLoader();
  private final TypePool agentTypes;
  private final Method link;
  private final Map<String, Advice> advices = new HashMap<>();

  Weaver(ClassLoader agentLoader) {
    agentClasses = ClassFileLocator.ForClassLoader.of(agentLoader);
    agentTypes =
        pool(
            new ClassFileLocator.Compound(agentClasses, jdkClasses),
            TypePool.Default.ReaderMode.EXTENDED);
    try {
      link =
          AdviceDispatcher.class.getMethod(
              "link",
              java.lang.invoke.MethodHandles.Lookup.class,
              String.class,
              java.lang.invoke.MethodType.class,
              Object[].class);
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a class file says of its class; works for files that are too old to weave as well. */
  Outline outline(WovenType type, String className, byte[] classFile, boolean isTooOld) {
    ClassReader reader = OpenedClassReader.of(classFile);
    List<String> parents = new ArrayList<>(List.of(reader.getInterfaces()));
    parents.add(reader.getSuperName());
    ClassFileLocator itself = ClassFileLocator.Simple.of(className, classFile);
    Set<String> hooked = new TreeSet<>();
    for (MethodDescription method :
        pool(itself).describe(className).resolve().getDeclaredMethods()) {
      for (WovenType part = type; part != null; part = part.further()) {
        for (MethodHook hook : part.methods()) {
          if (new Hooked(hook).matches(method)) {
            hooked.add(method.getName());
          }
        }
      }
    }
    boolean isInterface = (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0;
    return new Outline(parents, hooked, isInterface, isTooOld);
  }

  /** The class file with its hooked methods woven. */
  synchronized byte[] weave(WovenType type, String className, byte[] classFile) {
    ClassFileLocator itself = ClassFileLocator.Simple.of(className, classFile);
    TypePool pool = pool(itself);
    TypeDescription description = pool.describe(className).resolve();
    AsmVisitorWrapper.ForDeclaredMethods hooks = new AsmVisitorWrapper.ForDeclaredMethods();
    for (WovenType part = type; part != null; part = part.further()) {
      for (MethodHook hook : part.methods()) {
        hooks = hooks.invokable(new Hooked(hook), advice(part.module().module(), hook));
      }
    }
    return byteBuddy
        .decorate(description, itself)
        .visit(hooks)
        .make(TypeResolutionStrategy.Disabled.INSTANCE, pool)
        .getBytes();
  }

  private TypePool pool(ClassFileLocator itself) {
    return pool(
        new ClassFileLocator.Compound(itself, jdkClasses), TypePool.Default.ReaderMode.FAST);
  }

  /** Types of {@code classes}, described when somebody asks and not before. */
  private static TypePool pool(ClassFileLocator classes, TypePool.Default.ReaderMode mode) {
    return new TypePool.Default.WithLazyResolution(
        new TypePool.CacheProvider.Simple(), classes, mode);
  }

  private Advice advice(String module, MethodHook hook) {
    // One class of advice may serve several modules, each of which answers for its own calls.
    String key = module + (hook.replaces() ? " replaces by " : " calls ") + hook.advice();
    Advice known = advices.get(key);
    if (known == null) {
      List<JavaConstant> arguments = new ArrayList<>(2);
      arguments.add(JavaConstant.Simple.ofLoaded(module));
      arguments.add(JavaConstant.Simple.ofLoaded(hook.advice()));
      Advice.WithCustomMapping custom =
          Advice.withCustomMapping().bootstrap(link, new Arguments(arguments));
      if (hook.replaces()) {
        custom = custom.with(new Advice.AssignReturned.Factory());
      }
      known = custom.to(agentTypes.describe(hook.advice()).resolve(), agentClasses);
      advices.put(key, known);
    }
    return known;
  }

  /** Says of every call which advice it means. */
  private record Arguments(List<JavaConstant> constants)
      implements Advice.BootstrapArgumentResolver, Advice.BootstrapArgumentResolver.Factory {
    @Override
    public Advice.BootstrapArgumentResolver resolve(
        MethodDescription.InDefinedShape adviceMethod, boolean exit) {
      return this;
    }

    @Override
    public List<JavaConstant> resolve(TypeDescription instrumented, MethodDescription method) {
      return constants;
    }
  }

  /** Matches the methods of a hook that have a body. */
  private record Hooked(MethodHook hook) implements ElementMatcher<MethodDescription> {
    @Override
    public boolean matches(MethodDescription method) {
      return method.isMethod()
          && !method.isAbstract()
          && !method.isNative()
          && hook.matches(method.getName(), method.getDescriptor());
    }
  }
}
