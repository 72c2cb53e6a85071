using System.Globalization;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Testing.Network;

namespace Tandem.Testing.Phones;

/// <summary>
/// A phone on a <see cref="SimulatedNetwork"/>: keeps itself registered as a real one does. It answers challenges, takes
/// a new nonce when told stale, asks for a longer expiry after 423, sends again what is not answered (RFC 3261 §17.1.2),
/// tries again after a pause when it was refused or nobody answered, and refreshes before its time is over.
/// </summary>
public sealed class SimulatedPhone : ISimulatedHost
{
    // A challenge, a stale nonce and an expiry that is too short may all stand in the way of one registration; what goes
    // on after that is a quarrel, and is left for a while.
    private const int MaxRequestsInARow = 5;

    private readonly PhoneKit _kit;
    private readonly DigestClient _digest;
    private readonly byte[] _request = new byte[1024];
    private DeviceStart _device;
    private NonInviteClientTransaction _transaction;
    private int _length;
    private int _requestsInARow;
    private bool _asking;
    private bool _asksToBind;
    private bool _hadCredentials;
    private long _dueAt = long.MaxValue;

    /// <summary>A phone that is switched off; <see cref="Reboot"/> switches it on.</summary>
    /// <param name="kit">What it shares with the other phones.</param>
    /// <param name="number">The number it registers.</param>
    /// <param name="password">The password it answers challenges with.</param>
    /// <param name="algorithm">The digest algorithm it knows.</param>
    public SimulatedPhone(PhoneKit kit, string number, string password, DigestAlgorithm algorithm = DigestAlgorithm.Sha256)
    {
        _kit = kit;
        Number = number;
        _digest = new DigestClient(kit.Hash, number, algorithm);
        _digest.SetPassword(password);
        _device = new DeviceStart(kit.NextStart(), number, default, "");
    }

    /// <summary>The number.</summary>
    public string Number { get; }

    /// <summary>The password it answers challenges with.</summary>
    public string Password { set => _digest.SetPassword(value); }

    /// <summary>The expiry that it asks for in seconds; raised by a 423.</summary>
    public int Expires { get; private set; } = 3600;

    /// <summary>The expiry that it asks for first.</summary>
    public int FirstExpires { init => Expires = value; }

    /// <summary>Its +sip.instance as an URN; empty when it has none.</summary>
    public string Instance { get; init; } = "";

    /// <summary>True when it uses a nonce again in its next REGISTER, without waiting for a challenge.</summary>
    public bool KeepsNonce { get; init; }

    /// <summary>True when it unregisters with "Contact: *", false with its own contact.</summary>
    public bool UnregistersAll { get; init; }

    /// <summary>The shortest pause before it tries again, in milliseconds; the longest is twice that.</summary>
    public int Pause { get; init; } = 60_000;

    /// <summary>Where the switch sees it.</summary>
    public IpEndpoint Source { get; private set; }

    /// <summary>The URI of its Contact.</summary>
    public string ContactUri => _device.ContactUri;

    /// <summary>True when it means to be registered.</summary>
    public bool WantsBinding { get; private set; }

    /// <summary>Until when it believes to be registered, in milliseconds since the Unix epoch; 0 when it does not.</summary>
    public long BoundUntil { get; private set; }

    /// <summary>When it heard of that.</summary>
    public long BoundAt { get; private set; }

    /// <summary>How often it was answered 200.</summary>
    public int Accepted { get; private set; }

    /// <summary>How often it was answered 403.</summary>
    public int Refused { get; private set; }

    /// <summary>How often its credentials were refused, though their nonce was good.</summary>
    public int WrongPasswords { get; private set; }

    /// <summary>How often it was told a nonce was stale.</summary>
    public int Stale { get; private set; }

    /// <summary>How often it was answered 423.</summary>
    public int TooBrief { get; private set; }

    /// <summary>How often nobody answered it.</summary>
    public int TimedOut { get; private set; }

    /// <summary>How often it got an answer that an honest phone should not get.</summary>
    public int Surprised { get; private set; }

    /// <summary>Switches it on, or off and on again: it forgets everything and registers a moment later.</summary>
    /// <param name="source">Where the switch sees it from now on.</param>
    /// <param name="contact">The address that it believes to have.</param>
    public void Reboot(in IpEndpoint source, in IpEndpoint contact)
    {
        MoveTo(source);
        _device = new DeviceStart(_kit.NextStart(), Number, contact, Instance);
        _digest.ForgetNonce();
        _asking = false;
        BoundUntil = 0;
        WantsBinding = true;
        SleepUntil(_kit.Network.Now + 1 + _kit.Chance.Next(20_000));
    }

    /// <summary>A NAT gives it another address or port, of which it knows nothing.</summary>
    public void MoveTo(in IpEndpoint source)
    {
        _kit.Network.Detach(Source);
        Source = source;
        _kit.Network.Attach(source, this);
    }

    /// <summary>Registers as soon as it is idle.</summary>
    public void Register() => Want(true);

    /// <summary>Unregisters as soon as it is idle, and stays silent then.</summary>
    public void Unregister() => Want(false);

    /// <inheritdoc/>
    public void OnTime(long now)
    {
        if (_asking) Do(_transaction.OnTimer(now), now);
        else if (now >= _dueAt) Begin(now);
    }

    /// <inheritdoc/>
    public void Receive(in IpEndpoint from, byte[] buffer, int length, long now)
    {
        var answer = _kit.Answer;
        if (SipParser.Parse(buffer, 0, length, answer, SipLimits.Default) != SipRejection.None) Surprised++;
        else if (_asking && _device.IsAnsweredBy(answer)) Do(_transaction.OnResponse(answer.StatusCode, now), now);
    }

    private void Want(bool binding)
    {
        WantsBinding = binding;
        if (!_asking) SleepUntil(_kit.Network.Now);
    }

    private void SleepUntil(long time)
    {
        _requestsInARow = 0;
        _dueAt = time;
        _kit.Network.Wake(this, time);
    }

    private void Begin(long now)
    {
        _dueAt = long.MaxValue;
        _asking = true;
        _asksToBind = WantsBinding;
        _requestsInARow++;
        _length = WriteRequest();
        _transaction = NonInviteClientTransaction.Start(now, TransactionTimers.Default, SipTransport.Udp, out var output);
        Do(output, now);
    }

    private int WriteRequest()
    {
        var writer = new RequestWriter(_request);
        _device.Begin(ref writer);
        if (_asksToBind)
        {
            _device.WriteContact(ref writer, Expires);
        }
        else if (UnregistersAll)
        {
            writer.Header("Contact"u8, "*"u8);
            writer.Header("Expires"u8, 0);
        }
        else
        {
            _device.WriteContact(ref writer, 0);
        }
        _hadCredentials = _digest.HasNonce;
        if (_hadCredentials) _digest.WriteAuthorization(ref writer);
        return writer.End();
    }

    private void Do(NonInviteClientTransaction.Output output, long now)
    {
        if (output.HasFlag(NonInviteClientTransaction.Output.Send))
        {
            _kit.Network.Send(Source, _kit.Network.SwitchAddress, _request.AsSpan(0, _length));
            _kit.Network.Wake(this, _transaction.NextTimer);
        }
        else if (output.HasFlag(NonInviteClientTransaction.Output.Timeout))
        {
            TimedOut++;
            TryLater(now);
        }
        else if (output.HasFlag(NonInviteClientTransaction.Output.PassToUser) && _kit.Answer.StatusCode >= 200)
        {
            _asking = false;
            Answered(_kit.Answer, now);
        }
    }

    private void Answered(SipMessage answer, long now)
    {
        switch (answer.StatusCode)
        {
            case 200:
                Accepted++;
                Succeeded(answer, now);
                break;
            case 401 when _digest.TakeChallenge(answer, out var stale):
                Challenged(stale, now);
                break;
            case 423:
                TooBrief++;
                Expires = int.Parse(answer.First(HeaderName.MinExpires), CultureInfo.InvariantCulture);
                _digest.ForgetNonce();
                TryAtOnce(now);
                break;
            case 403:
                Refused++;
                TryLater(now);
                break;
            default:
                Surprised++;
                TryLater(now);
                break;
        }
    }

    private void Succeeded(SipMessage answer, long now)
    {
        if (!KeepsNonce) _digest.ForgetNonce();
        var granted = _asksToBind ? _device.GrantedBy(answer) : 0;
        if (_asksToBind && granted == 0) Surprised++;
        BoundAt = now;
        BoundUntil = granted == 0 ? 0 : now + granted * 1000L;
        // Its user may have changed his mind meanwhile.
        if (_asksToBind != WantsBinding) SleepUntil(now);
        else if (WantsBinding) SleepUntil(now + (long)(granted * 1000L * (0.85 + 0.13 * _kit.Chance.NextDouble())));
    }

    private void Challenged(bool stale, long now)
    {
        if (_hadCredentials && !stale)
        {
            WrongPasswords++;
            TryLater(now);
            return;
        }
        if (stale) Stale++;
        TryAtOnce(now);
    }

    private void TryAtOnce(long now)
    {
        if (_requestsInARow < MaxRequestsInARow) Begin(now);
        else TryLater(now);
    }

    private void TryLater(long now)
    {
        _asking = false;
        _digest.ForgetNonce();
        SleepUntil(now + Pause + _kit.Chance.Next(Pause));
    }
}
