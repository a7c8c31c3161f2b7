namespace Baton.Processes.Changes;

/// <summary>Who sees whether files change.</summary>
public interface IFileChanges
{
    /// <summary>Tells of changes from shortly after now on. Returns at once.</summary>
    /// <param name="files">Which.</param>
    /// <param name="changed">Told the path of each change, relative to the base, on any thread; must only take note.</param>
    /// <param name="trouble">Told, for people, why not all of them can be seen.</param>
    /// <returns>Ends it.</returns>
    IDisposable Watch(WatchedFiles files, Action<string> changed, Action<string> trouble);
}
