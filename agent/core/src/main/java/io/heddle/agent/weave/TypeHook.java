package io.heddle.agent.weave;

import java.util.List;

/**
 * What to hook in one class.
 *
 * @param className its exact name, such as {@code org.h2.jdbc.JdbcConnection}
 * @param methods a method gets every advice whose hook matches it
 */
public record TypeHook(String className, List<MethodHook> methods) {}
