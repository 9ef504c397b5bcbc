// The standard normal distribution: its distribution function and its quantiles.

/// P(Z <= x) for a standard normal Z.
///
/// By the complementary error function, so that the lower tail keeps its relative precision.
func normalCDF(_ x: Double) -> Double {
  0.5 * complementaryErrorFunction(-x / 2.0.squareRoot())
}

/// The x for which P(Z <= x) = `p`; infinite at 0 and 1.
///
/// Wichura (1988), algorithm AS 241 (PPND16), Applied Statistics 37, 477-484: about 16 digits.
func normalQuantile(_ p: Double) -> Double {
  guard p > 0 else { return -.infinity }
  guard p < 1 else { return .infinity }
  let q = p - 0.5
  if q.magnitude <= 0.425 {
    let r = 0.180625 - q * q
    return q * polynomial(central.numerator, r) / polynomial(central.denominator, r)
  }
  let r = (-naturalLogarithm(q < 0 ? p : 1 - p)).squareRoot()
  let tail =
    r <= 5
    ? polynomial(middle.numerator, r - 1.6) / polynomial(middle.denominator, r - 1.6)
    : polynomial(far.numerator, r - 5) / polynomial(far.denominator, r - 5)
  return q < 0 ? -tail : tail
}

/// The two-sided 5% point of the standard normal distribution: 1.959963984540054.
let normal975 = normalQuantile(0.975)

private typealias Ratio = (numerator: [Double], denominator: [Double])

/// Coefficients by rising power.
private func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
  coefficients.reversed().reduce(0) { $0 * x + $1 }
}

private let central: Ratio = (
  [
    3.387_132_872_796_366_608_0, 133.141_667_891_784_377_45, 1971.590_950_306_551_442_7,
    13731.693_765_509_461_125, 45921.953_931_549_871_457, 67265.770_927_008_700_853,
    33430.575_583_588_128_105, 2509.080_928_730_122_672_7,
  ],
  [
    1, 42.313_330_701_600_911_252, 687.187_007_492_057_908_30, 5394.196_021_424_751_107_7,
    21213.794_301_586_595_867, 39307.895_800_092_710_610, 28729.085_735_721_942_674,
    5226.495_278_852_854_561_0,
  ]
)

private let middle: Ratio = (
  [
    1.423_437_110_749_683_577_34, 4.630_337_846_156_545_295_90, 5.769_497_221_460_691_405_50,
    3.647_848_324_763_204_605_04, 1.270_458_252_452_368_382_58, 0.241_780_725_177_450_611_770,
    0.022_723_844_989_269_184_187_8, 7.745_450_142_783_414_076_40e-4,
  ],
  [
    1, 2.053_191_626_637_758_821_87, 1.676_384_830_183_803_849_40, 0.689_767_334_985_100_004_550,
    0.148_103_976_427_480_074_590, 0.015_198_666_563_616_457_195_7, 5.475_938_084_995_344_946_00e-4,
    1.050_750_071_644_416_843_24e-9,
  ]
)

private let far: Ratio = (
  [
    6.657_904_643_501_103_777_20, 5.463_784_911_164_114_369_90, 1.784_826_539_917_291_335_80,
    0.296_560_571_828_504_891_230, 0.026_532_189_526_576_123_093_0, 0.001_242_660_947_388_078_438_60,
    2.711_555_568_743_487_578_15e-5, 2.010_334_399_292_288_132_65e-7,
  ],
  [
    1, 0.599_832_206_555_887_937_690, 0.136_929_880_922_735_805_310, 0.014_875_361_290_850_614_852_5,
    7.868_691_311_456_132_591_00e-4, 1.846_318_317_510_054_681_80e-5, 1.421_511_758_316_445_888_70e-7,
    2.044_263_103_389_939_785_64e-15,
  ]
)
