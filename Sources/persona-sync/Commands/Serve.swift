// `persona-sync serve`

import ArgumentParser
import Dispatch
import Foundation
import Persona
import PersonaSync
import Synchronization

struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Shows the personas as pages in the browser, as they are at any moment.",
    discussion: """
      The pages of `report`, live: they are shown anew when a persona is saved or committed. A slider goes through the
      evolutions of a persona, and any two points or personas can be compared. Only this computer can read them, and
      nothing can be written through them. Ctrl-C ends it.

      Examples:
        persona-sync serve --open
        persona-sync serve --port 8080
      """)

  @Option(help: "The port on 127.0.0.1; 0 takes any that is free.")
  var port: UInt16 = 7411

  @Flag(help: "Open the first page in the browser.")
  var open = false

  @OptionGroup var workspace: WorkspaceOption

  func run() throws {
    let folder = try workspace.find()
    hearSignals()
    let port = port
    let progress = ProgressLine(terminal: .standard)
    let state = Mutex<(address: String?, failure: Failure?)>((nil, nil))
    let (isReady, isDone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    Task.detached {
      do throws(Failure) {
        try await serve(folder, port: port, progress: progress.update) { address in
          state.withLock { $0.address = address }
          isReady.signal()
        }
      } catch {
        state.withLock { $0.failure = error }
        isReady.signal()
      }
      isDone.signal()
    }
    progress.during { isReady.wait() }
    if let address = state.withLock({ $0.address }) { show(address) }
    isDone.wait()
    if let failure = state.withLock({ $0.failure }) { throw failure }
  }

  private func show(_ address: String) {
    Terminal.standard.say(address)
    if open, !openInBrowser(address) {
      Terminal.standard.complain("note: no program was found that opens pages; open the address above")
    }
  }

  /// Nothing but a signal ends this command, and whoever started it may have left them blocked.
  private func hearSignals() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&signals, signal) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
