using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Baton.Dashboard.Tests;

/// <summary>Stands between a browser and Baton, and can fall silent: what is connected stays so, and nothing goes through, as when a computer slept or a network went away.</summary>
internal sealed class SilentProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly int _target;
    private readonly Task _accepting;
    private volatile int _silences;
    private volatile bool _isSilent;

    /// <param name="target">Where Baton is: <c>http://127.0.0.1:PORT</c>.</param>
    public SilentProxy(string target)
    {
        _target = new Uri(target).Port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the browser goes; Baton needs <c>proxy.localhost</c> among its hosts.</summary>
    public string Address => $"http://proxy.localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>While it is true nothing goes through. Connections of before stay dead afterwards; those that are made later work.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set
        {
            _isSilent = value;
            if (value) Interlocked.Increment(ref _silences);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections);
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ended.Token)));
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient browser)
    {
        using var there = new TcpClient();
        using (browser)
        {
            try
            {
                await there.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // Nobody is there, or the end.
                return;
            }

            var born = _silences;
            Task[] ways = [PumpAsync(browser.GetStream(), there.GetStream(), born), PumpAsync(there.GetStream(), browser.GetStream(), born)];
            await Task.WhenAny(ways);
            // Who goes away on one side does so on the other.
            browser.Close();
            there.Close();
            await Task.WhenAll(ways);
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, int born)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, _ended.Token)) > 0;)
            {
                if (!_isSilent && _silences == born) await to.WriteAsync(buffer.AsMemory(0, read), _ended.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone.
        }
    }
}
