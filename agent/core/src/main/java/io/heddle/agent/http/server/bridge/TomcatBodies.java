package io.heddle.agent.http.server.bridge;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;

/**
 * Where Tomcat keeps the body of a request. Its own types are not ours to compile against: its
 * objects are asked by the names of their methods.
 */
final class TomcatBodies {
  private static final MethodType ANY = MethodType.methodType(Object.class, Object.class);

  /**
   * How objects of a class are asked. Two fields, and benign races: whoever finds a getter of
   * another class, or none, makes one.
   */
  private record Getter(Class<?> type, MethodHandle handle) {}

  private static Getter sources;
  private static Getter buffers;

  private TomcatBodies() {}

  /** What the body of a request is read through; null if this is no request of Tomcat's own. */
  static Object source(HttpServletRequest request) {
    Getter known = sources;
    if (known == null || known.type != request.getClass()) {
      known = getter(request.getClass(), "getCoyoteRequest");
      sources = known;
    }
    return ask(known, request);
  }

  /** The buffer that holds what was just read; null if it has none. */
  static ByteBuffer buffer(Object handler) {
    Getter known = buffers;
    if (known == null || known.type != handler.getClass()) {
      known = getter(handler.getClass(), "getByteBuffer");
      buffers = known;
    }
    return (ByteBuffer) ask(known, handler);
  }

  /** One without a handle if the class has no such method, or none that may be called. */
  private static Getter getter(Class<?> type, String method) {
    try {
      MethodHandle handle = MethodHandles.publicLookup().unreflect(type.getMethod(method));
      return new Getter(type, handle.asType(ANY));
    } catch (ReflectiveOperationException another) {
      return new Getter(type, null);
    }
  }

  private static Object ask(Getter getter, Object tomcats) {
    if (getter.handle == null) {
      return null;
    }
    try {
      return (Object) getter.handle.invokeExact(tomcats);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible); // a getter declares nothing
    }
  }
}
