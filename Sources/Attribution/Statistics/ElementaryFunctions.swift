// The few functions of the C library's mathematics that the statistics need, so that one file alone knows
// where they come from.

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

func exponential(_ x: Double) -> Double { exp(x) }

func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// 1 - erf(x), without loss of precision for large x.
func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }

func arcSine(_ x: Double) -> Double { asin(x) }

func arcTangent(_ x: Double) -> Double { atan(x) }

func tangent(_ x: Double) -> Double { tan(x) }

func cubeRoot(_ x: Double) -> Double { cbrt(x) }
