package io.heddle.agent.jdbc.postgres;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * The connection that an object of the driver belongs to: a private field, because the driver has
 * no method for it. Looked up once per class.
 */
final class Owner {
  /** Of a copy's or an object's manager; of an opened object, which may know its fast path only. */
  private static final String[] NAMES = {"connection", "conn", "fp"};

  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return find(type);
        }
      };

  private Owner() {}

  /** Null if it is not known: then what becomes of a write is UNKNOWN. */
  static Object of(Object part) {
    List<Field> fields = FIELDS.get(part.getClass());
    for (int i = 0; i < fields.size(); i++) {
      Object owner = read(fields.get(i), part);
      if (owner != null) {
        return fields.get(i).getName().equals("fp") ? of(owner) : owner;
      }
    }
    return null;
  }

  private static Object read(Field field, Object part) {
    try {
      return field.get(part);
    } catch (IllegalAccessException refused) {
      return null;
    }
  }

  private static List<Field> find(Class<?> type) {
    List<Field> found = new ArrayList<>(1);
    for (String name : NAMES) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        found.add(field);
      } catch (NoSuchFieldException | RuntimeException other) {
        // another class has that one, or its module opens nothing
      }
    }
    return found;
  }
}
