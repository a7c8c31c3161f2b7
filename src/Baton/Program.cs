using System.Runtime.CompilerServices;
using Baton;
using Baton.Cli;
using Baton.Processes.Guardian;

// The guardian lives as long as all services do and must stay small: it is chosen by the first word, before the command line, its tables and
// its libraries are loaded. What the words mean, and what is wrong with them, is for the daemon to say, which it starts with the same ones.
if (GuardianProcess.IsMissing && (DetachedDaemon.IsAskedFor(args) || IsForegroundUp(args))) return GuardianProcess.RunOrSay(args);

return RunHere(args);

// A method of its own: what a method names is loaded before its first line, and the guardian has no use for it.
[MethodImpl(MethodImplOptions.NoInlining)]
static int RunHere(string[] args) =>
    // Waited for here and not awaited: an asynchronous entry point costs every command a millisecond.
    DetachedDaemon.IsAskedFor(args) ? DetachedDaemon.RunAsync(args).GetAwaiter().GetResult()
        : BesideContainer.IsAskedFor(args) ? BesideContainer.RunAsync(args).GetAwaiter().GetResult()
        : EndLeft.IsAskedFor(args) ? EndLeft.RunAsync(args).GetAwaiter().GetResult()
        : CommandLine.RunAsync(args, new Composition()).GetAwaiter().GetResult();

static bool IsForegroundUp(string[] args) =>
    args is ["up", ..] && Array.TrueForAll(args, word => word is not ("-d" or "--detach" or "-h" or "--help"));
