using System.Globalization;
using Baton.Cli;
using Baton.Control.Problems;
using Baton.Core;
using Baton.Daemon;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;

namespace Baton;

/// <summary>Fills the command line's port with the daemon. The only place that knows both.</summary>
internal sealed class Composition : IOffline
{
    /// <inheritdoc/>
    public int Check(string? configOrFolder, string? baseDirectory, TextWriter output, TextWriter errors, bool json)
    {
        var isFile = File.Exists(configOrFolder);
        var options = new DaemonOptions(isFile ? null : configOrFolder, isFile ? configOrFolder : null, baseDirectory, State: null, Listen: null, Empty: false);
        var (locations, manifest) = Told(() =>
        {
            var found = Locations.Find(options, Environment.CurrentDirectory);
            return (found, ServiceManifest.Read(found));
        });
        if (json) output.WriteLine(CheckReport.Of(locations, manifest).ToJson());
        else if (manifest.Problems.Count == 0) output.WriteLine($"{locations.ManifestAsTyped}: good, {Counted(manifest.Services.Count)}");
        else foreach (var line in manifest.ProblemLines) errors.WriteLine(line);
        return manifest.Problems.Count == 0 ? 0 : 1;
    }

    /// <inheritdoc/>
    public async Task<int> RunDaemonAsync(UpOptions options, Action<DaemonReady> whenReady, CancellationToken stop, CancellationToken kill)
    {
        try
        {
            await BatonDaemon.RunAsync(ToDaemon(options), ready => whenReady(ToCli(ready)), stop, kill);
            return 0;
        }
        catch (BatonException e)
        {
            throw ToCli(e);
        }
    }

    /// <inheritdoc/>
    public async Task<DaemonReady> StartDetachedAsync(UpOptions options, CancellationToken ct)
    {
        try
        {
            return ToCli(await DetachedDaemon.StartAsync(ToDaemon(options), ct));
        }
        catch (BatonException e)
        {
            throw ToCli(e);
        }
    }

    private static T Told<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (BatonException e)
        {
            throw ToCli(e);
        }
    }

    private static string Counted(int services) => services == 1 ? "1 service" : string.Create(CultureInfo.InvariantCulture, $"{services} services");

    private static DaemonOptions ToDaemon(UpOptions o) => new(o.Folder, o.Config, o.BaseDirectory, o.State, o.Listen, o.Empty);

    private static DaemonReady ToCli(DaemonReadiness ready) => new(ready.SocketPath, ready.StateDirectory, ready.Pid, ready.Degraded);

    private static CommandException ToCli(BatonException e) => new(ProblemStatus.Of(e.Code).Code, e.Message, e);
}
