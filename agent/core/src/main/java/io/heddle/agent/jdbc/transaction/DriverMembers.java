package io.heddle.agent.jdbc.transaction;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Looks up what probes read of a driver's classes. A member that is not there, or of another type,
 * is a {@link ReflectiveOperationException} or {@link java.lang.invoke.WrongMethodTypeException}
 * when the probe is made: this driver is then followed without one.
 */
public final class DriverMembers {
  private final ClassLoader driver;

  /**
   * @param driver the loader that finds the driver's classes
   */
  public DriverMembers(ClassLoader driver) {
    this.driver = driver;
  }

  /** A class of the driver, without initialising it. */
  public Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, false, driver);
  }

  /**
   * A getter of a field, private ones included.
   *
   * @param value the field's type, or one that it can be cast to
   * @return of type {@code (Object)value}
   */
  public MethodHandle field(String owner, String name, Class<?> value)
      throws ReflectiveOperationException {
    Field field = type(owner).getDeclaredField(name);
    field.setAccessible(true);
    return MethodHandles.lookup()
        .unreflectGetter(field)
        .asType(MethodType.methodType(value, Object.class));
  }

  /** A method without arguments; otherwise like {@link #field}. */
  public MethodHandle method(String owner, String name, Class<?> value)
      throws ReflectiveOperationException {
    Method method = type(owner).getDeclaredMethod(name);
    method.setAccessible(true);
    return MethodHandles.lookup()
        .unreflect(method)
        .asType(MethodType.methodType(value, Object.class));
  }
}
