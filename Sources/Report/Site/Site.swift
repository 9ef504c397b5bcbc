// What the pages of a report are made of: everything that is shown, as values. No disk, no git, no clock.

public import Markup
public import Persona

/// A workspace as its report shows it.
public struct Site: Sendable {
  /// In the order of the cards.
  public var personas: [SitePersona]
  /// The commit that is shown, shortened, and its day, `2026-05-31`; nil in a repository without commits.
  public var commit: String?
  public var day: String?
  /// What is wrong with files that are not shown, or of which nothing comes.
  public var problems: [Problem] = []
  /// Tells what is shown from what was shown before, where pages are served and look for something newer; nil for pages
  /// in files.
  public var version: String?

  public init(personas: [SitePersona], commit: String?, day: String?) {
    self.personas = personas
    self.commit = commit
    self.day = day
  }
}

/// A persona as its pages show it.
public struct SitePersona: Sendable {
  public var id: String
  public var name: String
  /// What language people wrote in, as BCP 47 has it; nil where they do not say.
  public var language: String?
  /// What people wrote, with headings from the third level on.
  public var story: HTML
  /// The words of it that stand for all of it, on one line.
  public var opening: String
  /// What the data says; nil when it says nothing.
  public var evidence: Evidence?
  /// What is missing for the next stage, in words; empty when nothing is.
  public var missing: String
  /// Its life, newest first.
  public var moments: [SiteMoment]
  /// Which evolution is shown, where pages can show any of them.
  public var point: SitePoint?

  public init(
    id: String, name: String, story: HTML, opening: String, evidence: Evidence?, missing: String,
    moments: [SiteMoment]
  ) {
    self.id = id
    self.name = name
    self.story = story
    self.opening = opening
    self.evidence = evidence
    self.missing = missing
    self.moments = moments
  }

  /// What the pages about all personas need: no story, of the evidence no distributions and no model, and of its life
  /// the evolutions without words.
  public var abridged: SitePersona {
    var persona = self
    persona.story = HTML()
    if var evidence {
      evidence.distributions = Evidence.Distributions()
      evidence.distinctions = []
      evidence.affinities = []
      evidence.scores = [:]
      evidence.model = nil
      evidence.metrics = evidence.metrics.filter { MetricWords.rank($0.key) != nil }
      persona.evidence = evidence
    }
    persona.moments = moments.compactMap { moment in
      guard let figures = moment.figures else { return nil }
      var short = SiteMoment(moment.kind, commit: moment.commit, day: moment.day, subject: "")
      short.figures = figures
      short.figures?.verdicts = [:]
      short.figures?.means = [:]
      return short
    }
    return persona
  }

  /// The attribute that says in which language the words of an element are.
  var languageMark: HTML { language.map { " lang=\"\($0)\"" } ?? "" }

  /// Without evidence a persona rests on its research.
  var stage: Stage { evidence?.stage ?? .researchDriven }

  /// On what it rests without figures.
  var researchWords: String { evolutions.isEmpty ? "Nothing but research so far." : "Research only, again." }

  /// Why there are no figures, where there are none.
  var silence: String {
    evolutions.isEmpty
      ? "The data says nothing of this persona yet."
      : "The figures of this persona were taken back; earlier ones are in its history."
  }

  /// The evolutions that left evidence, oldest first.
  var evolutions: [(moment: SiteMoment, figures: SiteMoment.Figures)] {
    moments.reversed().compactMap { moment in moment.figures.map { (moment, $0) } }
  }
}

/// The evolution that a page shows a persona at, among all that it had.
public struct SitePoint: Sendable {
  /// 1 for the oldest.
  public var number: Int
  /// The last days of their windows and the subjects of their commits, oldest first.
  public var evolutions: [(day: String, subject: String)]

  public init(number: Int, evolutions: [(day: String, subject: String)]) {
    self.number = number
    self.evolutions = evolutions
  }

  /// `31 Mar 2026, 3 of 12`
  var words: String { "\(dateWords(evolutions[number - 1].day)), \(number) of \(evolutions.count)" }
}

/// One commit in the life of a persona.
public struct SiteMoment: Sendable {
  public enum Kind: Sendable {
    /// The data said something new.
    case evolution
    /// Its figures were taken back.
    case withdrawal
    /// People wrote in it.
    case edit
    /// People removed it.
    case removal
  }

  /// What of an evolution's evidence its history needs. The evidences of all evolutions together would be too large
  /// to keep.
  public struct Figures: Sendable {
    var stage: Stage
    var window: Evidence.Window
    /// Whether figures of it may be compared with those of another window.
    var isWindowFull: Bool
    var people: Evidence.People
    /// By the claim's id.
    var verdicts: [String: Verdict]
    /// By the metric's name, the main ones only.
    var means: [String: Double]
  }

  public var kind: Kind
  /// Shortened.
  public var commit: String
  /// `2026-05-31`
  public var day: String
  public var subject: String
  /// What changed, in words.
  public var changes: [String]
  public var figures: Figures?

  /// A commit that left no evidence.
  public init(_ kind: Kind, commit: String, day: String, subject: String) {
    self.kind = kind
    self.commit = commit
    self.day = day
    self.subject = subject
    changes = []
  }

  /// An evolution, with the evidence that it left and the one before.
  public init(
    commit: String, day: String, subject: String, evidence: Evidence, before: Evidence?
  ) {
    self.init(.evolution, commit: commit, day: day, subject: subject)
    changes = changesInWords(from: before, to: evidence)
    figures = Figures(
      stage: evidence.stage, window: evidence.window, isWindowFull: evidence.isWindowFull,
      people: evidence.people,
      verdicts: Dictionary(
        evidence.claims.map { ($0.id, $0.verdict) }, uniquingKeysWith: { first, _ in first }),
      means: evidence.metrics.compactMapValues(\.mean).filter { MetricWords.rank($0.key) != nil })
  }
}
