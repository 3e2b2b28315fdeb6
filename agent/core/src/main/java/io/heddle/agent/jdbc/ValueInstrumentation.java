package io.heddle.agent.jdbc;

import io.heddle.agent.weave.InstrumentationModule;
import io.heddle.agent.weave.MethodHook;
import io.heddle.agent.weave.TypeHook;
import java.util.ArrayList;
import java.util.List;

/**
 * Declares what is woven into prepared statements once a policy asks for the values bound to them,
 * and not before: binding is what an application does most.
 */
public final class ValueInstrumentation {
  /** The name by which it is switched off. */
  public static final String NAME = "jdbc-values";

  private static final String ADVICE = "io.heddle.agent.jdbc.advice.";
  private static final String AT_AN_INDEX = "(I";

  /** Those of {@code java.sql.PreparedStatement}; the value is the second argument. */
  private static final String[] SETTERS = {
    "setArray",
    "setAsciiStream",
    "setBigDecimal",
    "setBinaryStream",
    "setBlob",
    "setBoolean",
    "setByte",
    "setBytes",
    "setCharacterStream",
    "setClob",
    "setDate",
    "setDouble",
    "setFloat",
    "setInt",
    "setLong",
    "setNCharacterStream",
    "setNClob",
    "setNString",
    "setObject",
    "setRef",
    "setRowId",
    "setSQLXML",
    "setShort",
    "setString",
    "setTime",
    "setTimestamp",
    "setURL",
    "setUnicodeStream",
  };

  private ValueInstrumentation() {}

  /**
   * The module.
   *
   * @param furtherClasses connections and statements of drivers that Heddle does not know
   */
  public static InstrumentationModule module(List<String> furtherClasses) {
    List<MethodHook> hooks = new ArrayList<>();
    for (String setter : SETTERS) {
      hooks.add(new MethodHook(setter, AT_AN_INDEX, ")V", ADVICE + "BindValue"));
    }
    hooks.add(new MethodHook("setNull", AT_AN_INDEX, ")V", ADVICE + "BindNull"));
    hooks.add(new MethodHook("clearParameters", "()", ADVICE + "ClearValues"));
    List<TypeHook> types = new ArrayList<>();
    for (String statement : Drivers.allStatements()) {
      types.add(new TypeHook(statement, hooks));
    }
    for (String further : furtherClasses) {
      types.add(new TypeHook(further, hooks).reachingUp());
    }
    return new InstrumentationModule(NAME, types);
  }
}
