/**
 * Random histories against real databases: what records say of each write is compared with what the
 * tables hold afterwards.
 */
package io.heddle.it.oracle;
