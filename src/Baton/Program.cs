using Baton;
using Baton.Cli;
using Baton.Processes.Guardian;

// The guardian lives as long as all services do and must stay small: it is chosen by the first word, before the command line, its tables and
// its libraries are loaded. What the words mean, and what is wrong with them, is for the daemon to say, which it starts with the same ones.
if (GuardianProcess.IsMissing && (DetachedDaemon.IsAskedFor(args) || IsForegroundUp(args))) return GuardianProcess.RunOrSay(args);

if (EndLeft.IsAskedFor(args)) return EndLeft.RunAsync(args).GetAwaiter().GetResult();

// Waited for here and not awaited: an asynchronous entry point costs every command a millisecond.
return DetachedDaemon.IsAskedFor(args)
    ? DetachedDaemon.RunAsync(args).GetAwaiter().GetResult()
    : CommandLine.RunAsync(args, new Composition()).GetAwaiter().GetResult();

static bool IsForegroundUp(string[] args) =>
    args is ["up", ..] && Array.TrueForAll(args, word => word is not ("-d" or "--detach" or "-h" or "--help"));
