using Baton;
using Baton.Cli;

return DetachedDaemon.IsAskedFor(args)
    ? await DetachedDaemon.RunAsync(args)
    : await CommandLine.RunAsync(args, new Composition());
