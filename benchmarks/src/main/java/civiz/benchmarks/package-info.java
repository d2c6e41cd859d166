/** The fan-out load test: a server on one core; Redis, a collector and thousands of viewers on the other. */
@org.jspecify.annotations.NullMarked
package civiz.benchmarks;
